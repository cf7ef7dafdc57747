package dev.sojourn;

import java.time.Duration;

/**
 * How long a session lives, in whole milliseconds.
 *
 * @param idle the inactivity allowed
 * @param absolute the longest life, whatever happens; at least the idle timeout
 */
public record Timeouts(Duration idle, Duration absolute) {

  /** The shortest idle timeout: its touch interval is still a millisecond. */
  public static final Duration LEAST = Duration.ofMillis(20);

  /** The longest absolute timeout: as long as a browser keeps a cookie (RFC 6265bis). */
  public static final Duration MOST = Duration.ofDays(400);

  /** Thirty minutes of inactivity, twelve hours in all. */
  public static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(30), Duration.ofHours(12));

  private static final int TOUCHES_PER_IDLE_TIMEOUT = 20;

  /**
   * Checks the durations.
   *
   * @param idle the inactivity allowed
   * @param absolute the longest life
   * @throws IllegalArgumentException when one is out of bounds, or idle is above absolute
   */
  public Timeouts {
    idle = Duration.ofMillis(idle.toMillis());
    absolute = Duration.ofMillis(absolute.toMillis());
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

  /** How often a slide of the idle deadline is written at most: a twentieth of the idle timeout. */
  public Duration touchInterval() {
    return Duration.ofMillis(idle.toMillis() / TOUCHES_PER_IDLE_TIMEOUT);
  }
}
