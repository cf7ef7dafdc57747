package dev.sojourn.server.internal.observe;

import dev.sojourn.server.internal.api.RequestObserver;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Combines several observers; an exception in one affects neither the others nor the request. */
public final class RequestObservers implements RequestObserver {

  private static final Logger LOG = LoggerFactory.getLogger("dev.sojourn.server");

  private final List<RequestObserver> all;

  /** Combines these observers, in this order. */
  public RequestObservers(RequestObserver... all) {
    this.all = List.of(all);
  }

  @Override
  public void answered(Answered answer) {
    each(observer -> observer.answered(answer));
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
    each(RequestObserver::malformedToken);
  }

  private void each(Consumer<RequestObserver> event) {
    for (RequestObserver observer : all) {
      try {
        event.accept(observer);
      } catch (RuntimeException e) {
        LOG.warn("an observer failed", e);
      }
    }
  }
}
