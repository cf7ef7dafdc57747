package dev.sojourn;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long a session lives, in whole milliseconds.
 *
 * @param idle the inactivity after which a session expires
 * @param absolute the age at which a session expires in any case; at least the idle timeout
 */
public record Timeouts(Duration idle, Duration absolute) {

  /** The shortest idle timeout; its touch interval is one millisecond. */
  public static final Duration LEAST = Duration.ofMillis(20);

  /** The longest absolute timeout: browsers keep a cookie no longer (RFC 6265bis). */
  public static final Duration MOST = Duration.ofDays(400);

  /** 30 minutes idle, 12 hours absolute. */
  public static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(30), Duration.ofHours(12));

  private static final int TOUCHES_PER_IDLE_TIMEOUT = 20;

  /**
   * Checks the durations.
   *
   * @param idle the inactivity after which a session expires
   * @param absolute the age at which a session expires in any case
   * @throws IllegalArgumentException when one is out of bounds, or idle is above absolute
   */
  public Timeouts {
    idle = idle.truncatedTo(ChronoUnit.MILLIS);
    absolute = absolute.truncatedTo(ChronoUnit.MILLIS);
    if (idle.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("an idle timeout must be at least " + LEAST + ": " + idle);
    }
    if (absolute.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "an absolute timeout must be at most " + MOST + ": " + absolute);
    }
    if (idle.compareTo(absolute) > 0) {
      throw new IllegalArgumentException(
          "an idle timeout must not be above the absolute one: " + idle + " > " + absolute);
    }
  }

  /** The least time between two writes that slide the idle deadline: a twentieth of idle. */
  public Duration touchInterval() {
    return Duration.ofMillis(idle.toMillis() / TOUCHES_PER_IDLE_TIMEOUT);
  }
}
