package dev.sojourn.server.observe;

import dev.sojourn.server.api.Observer;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several observers as one; what one of them throws reaches neither the others nor the request. */
public final class Observers implements Observer {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.server");

  private final List<Observer> all;

  /** These, in this order. */
  public Observers(Observer... all) {
    this.all = List.of(all);
  }

  @Override
  public void answered(Answered what) {
    each(observer -> observer.answered(what));
  }

  @Override
  public void unavailable(String why) {
    each(observer -> observer.unavailable(why));
  }

  @Override
  public void failed(String errorId, Throwable failure) {
    each(observer -> observer.failed(errorId, failure));
  }

  @Override
  public void malformedToken() {
    each(Observer::malformedToken);
  }

  private void each(Consumer<Observer> told) {
    for (Observer observer : all) {
      try {
        told.accept(observer);
      } catch (RuntimeException e) {
        LOG.warn("an observer failed", e);
      }
    }
  }
}
