package dev.sojourn.server.internal.observe;

import dev.sojourn.server.internal.api.RequestObserver;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The service's log. Each request is a line with its route but never its path, which may contain a
 * user id: at INFO if it changed something or was refused, at DEBUG if it only read. An unavailable
 * store is logged once a second, not once per request. Thread-safe.
 */
public final class ServiceLog implements RequestObserver {

  private static final Logger ACCESS = LoggerFactory.getLogger("dev.sojourn.access");
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.sojourn.audit");
  private static final Logger SERVER = LoggerFactory.getLogger("dev.sojourn.server");

  private static final int FIRST_ERROR = 400;
  private static final int UNAVAILABLE = 503;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final AtomicLong nextOutage = new AtomicLong(System.nanoTime());
  private final AtomicLong outages = new AtomicLong();

  @Override
  public void answered(Answered answer) {
    ACCESS
        .atLevel(level(answer))
        .addKeyValue("method", answer.method())
        .addKeyValue("route", answer.path())
        .addKeyValue("status", answer.status())
        .addKeyValue("millis", answer.took().toMillis())
        .addKeyValue("key", answer.key())
        .log("request");
  }

  @Override
  public void malformedToken() {
    AUDIT.debug("session_refused session=- why=malformed");
  }

  @Override
  public void unavailable(String why) {
    outages.incrementAndGet();
    long now = System.nanoTime();
    long next = nextOutage.get();
    if (now - next >= 0 && nextOutage.compareAndSet(next, now + SECOND_NANOS)) {
      SERVER
          .atWarn()
          .addKeyValue("requests", outages.getAndSet(0))
          .log("the store did not answer: {}", why);
    }
  }

  @Override
  public void failed(String errorId, Throwable failure) {
    SERVER.atError().addKeyValue("error", errorId).setCause(failure).log("request failed");
  }

  private static Level level(Answered answer) {
    boolean failed = answer.status() >= FIRST_ERROR && answer.status() != UNAVAILABLE;
    boolean reads = answer.method().equals("GET") || answer.path().endsWith("/verify");
    return failed || !(reads || answer.status() == UNAVAILABLE) ? Level.INFO : Level.DEBUG;
  }
}
