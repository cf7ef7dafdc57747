package dev.sojourn.rig.fault;

import java.time.Duration;

/** What is wrong with connections that go through a {@link FaultProxy}. */
public sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** The connection is reset, by RST to both sides; so is each new one. */
  record Cut() implements Fault {}

  /**
   * The connection stays open, or is accepted, and nothing gets through; what was held back arrives
   * when the fault is over, even if the client has gone.
   */
  record Freeze() implements Fault {}

  /**
   * The connection stays open, or is accepted, and what is sent is lost: half-open, nobody is told.
   * One that lost something is reset when the fault is over.
   */
  record BlackHole() implements Fault {}

  /**
   * Everything arrives later; what is sent while something is under way travels after it.
   *
   * @param by how much later, in each direction
   */
  record Delay(Duration by) implements Fault {}

  /**
   * Everything gets through, slowly: what the wire does not take yet waits with the sender. The
   * system's own buffers lie before it, some megabytes of them.
   *
   * @param bytesPerSecond in each direction, at least 1
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

  /** The next question that contains a text is answered wrongly; then the fault is over. */
  sealed interface OfOneReply extends Fault {

    /** A part of the question as it goes over the wire; empty for any question. */
    String to();
  }

  /**
   * The answer is lost, and the connection reset as the server answers.
   *
   * @param to see {@link OfOneReply}
   */
  record DropReply(String to) implements OfOneReply {

    /** To whatever is asked next. */
    public DropReply() {
      this("");
    }
  }

  /**
   * The answer arrives twice, so that from then on each answer seems to be that of the question
   * after.
   *
   * @param to see {@link OfOneReply}
   */
  record RepeatReply(String to) implements OfOneReply {}

  /**
   * Before the answer a number arrives that nobody asked for, so that from then on each answer
   * seems to be that of the command after.
   *
   * @param to see {@link OfOneReply}
   */
  record StrayNumber(String to) implements OfOneReply {}
}
