package dev.sojourn.rig.fault;

import java.time.Duration;

/** A fault of connections through a {@link FaultProxy}. */
public sealed interface Fault {

  /** No fault. */
  record None() implements Fault {}

  /** The connection is reset by RST to both sides, and so is each new one. */
  record Cut() implements Fault {}

  /**
   * The connection stays open, or is accepted, but nothing gets through; the data held back arrives
   * when the fault is cleared, even if the client has gone.
   */
  record Freeze() implements Fault {}

  /**
   * The connection stays open, or is accepted, but all data is lost, without a notice to either
   * side. A connection that lost data is reset when the fault is cleared.
   */
  record BlackHole() implements Fault {}

  /**
   * Data arrives later, in order.
   *
   * @param by the delay in each direction
   */
  record Delay(Duration by) implements Fault {}

  /**
   * Data gets through slowly; the rest waits at the sender, behind some megabytes of system
   * buffers.
   *
   * @param bytesPerSecond the rate in each direction, at least 1
   */
  record Throttle(int bytesPerSecond) implements Fault {

    private static final int PIECES_PER_SECOND = 50;

    /**
     * Checks the rate.
     *
     * @param bytesPerSecond see the record
     */
    public Throttle {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("at least 1 byte per second: " + bytesPerSecond);
      }
    }

    /** How many bytes are sent at once. */
    int piece() {
      return Math.max(1, bytesPerSecond / PIECES_PER_SECOND);
    }

    Duration timeOf(int bytes) {
      return Duration.ofNanos(1_000_000_000L * bytes / bytesPerSecond);
    }
  }

  /** Affects the reply to the next request that contains a text; then the fault is cleared. */
  sealed interface OfOneReply extends Fault {

    /** A part of the request's bytes; empty for any request. */
    String to();
  }

  /**
   * The reply is lost, and the connection is reset when the server replies.
   *
   * @param to see {@link OfOneReply}
   */
  record DropReply(String to) implements OfOneReply {

    /** The reply to the next request. */
    public DropReply() {
      this("");
    }
  }

  /**
   * The reply arrives twice, so that every later reply appears to belong to the request after its
   * own.
   *
   * @param to see {@link OfOneReply}
   */
  record RepeatReply(String to) implements OfOneReply {}

  /**
   * An unsolicited number arrives before the reply, so that every later reply appears to belong to
   * the request after its own.
   *
   * @param to see {@link OfOneReply}
   */
  record StrayNumber(String to) implements OfOneReply {}
}
