package dev.sojourn.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when a test moves it. Thread-safe. */
public final class MovableClock implements InstantSource {

  private Instant now;

  private MovableClock(Instant now) {
    this.now = now;
  }

  /** A clock that shows an instant. */
  public static MovableClock at(Instant now) {
    return new MovableClock(now);
  }

  /** Sets the clock, forwards or back. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Moves the clock forwards, or back by a negative duration. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }
}
