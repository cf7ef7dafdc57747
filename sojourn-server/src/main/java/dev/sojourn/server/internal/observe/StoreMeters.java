package dev.sojourn.server.internal.observe;

import dev.sojourn.Ended;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.Rotation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The timers {@code sojourn.store}, one for each operation and outcome. Thread-safe. */
public final class StoreMeters {

  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Counter sent;

  StoreMeters(MeterRegistry registry) {
    this.registry = registry;
    this.sent =
        Counter.builder("sojourn.invalidations.sent")
            .description(
                "Invalidation messages sent by this server's calls, as reported in their replies")
            .register(registry);
  }

  /** Counts invalidation messages. */
  void sent(long messages) {
    sent.increment((double) messages);
  }

  static long displaced(Admission answer) {
    return answer instanceof Admission.Admitted admitted ? admitted.displaced().size() : 0;
  }

  /** A login sends one message for the id that it ended. */
  static long logins(Admission answer) {
    return answer instanceof Admission.Admitted ? 1 + displaced(answer) : 0;
  }

  static long thefts(Accessed answer) {
    return answer.equals(new Refused(Refusal.STOLEN)) ? 1 : 0;
  }

  static long changes(Optional<?> answer) {
    return answer.isPresent() ? 1 : 0;
  }

  static long rotations(Rotation answer) {
    return answer instanceof Rotation.Pending ? 1 : 0;
  }

  void record(String verb, String outcome, long nanos) {
    timers
        .computeIfAbsent(verb + ' ' + outcome, key -> timer(verb, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  static String outcome(Accessed answer) {
    return answer instanceof Refused refused
        ? refused.why().name().toLowerCase(Locale.ROOT)
        : "live";
  }

  static String outcome(Admission answer) {
    if (answer instanceof Admission.Full) {
      return "full";
    }
    return answer instanceof NoSession ? "absent" : "admitted";
  }

  static String outcome(Rotation answer) {
    if (answer instanceof Rotation.PendingLimitReached) {
      return "kept";
    }
    return answer instanceof NoSession ? "absent" : "pending";
  }

  static String outcome(Optional<?> answer) {
    return answer.isPresent() ? "found" : "absent";
  }

  static String outcome(Ended answer) {
    if (!answer.isCertain()) {
      return "unconfirmed";
    }
    return answer.count() > 0 ? "ended" : "absent";
  }

  static String outcome(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StoreUnavailable) {
      return "unavailable";
    }
    if (cause instanceof WriteConflict) {
      return "conflict";
    }
    return cause instanceof SessionTooLarge ? "too_large" : "failed";
  }

  private Timer timer(String verb, String outcome) {
    return Timer.builder("sojourn.store")
        .description("Store operations by outcome")
        .tag("verb", verb)
        .tag("outcome", outcome)
        .register(registry);
  }
}
