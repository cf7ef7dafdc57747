package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to answer from what is kept, for a while: proof that nothing was missed. An answer to a
 * heartbeat proves that everything which was published before Redis answered has arrived, so what
 * is proved is the moment of the heartbeat's sending, never that of its answer. Thread-safe.
 */
final class Lease {

  private final Duration term;
  private volatile Optional<Stopwatch> proof = Optional.empty();

  Lease(Duration term) {
    this.term = term;
  }

  /** Holds for one term from the moment when this heartbeat, which was answered, was sent. */
  void renew(Stopwatch sent) {
    proof = Optional.of(sent);
  }

  /** Ends it at once. */
  void end() {
    proof = Optional.empty();
  }

  /**
   * The latest proof. To be taken before what it is to speak for: a later one knows of messages
   * that were applied in between.
   */
  Optional<Stopwatch> proof() {
    return proof;
  }

  /** Whether a proof is still good. To be asked last, for the process may have stood still. */
  boolean isGood(Stopwatch sent) {
    return !sent.isPast(term);
  }

  /** Whether it holds now. */
  boolean holds() {
    return proof.filter(this::isGood).isPresent();
  }

  /** How long ago it began; empty while it does not hold. */
  Optional<Duration> age() {
    return proof.filter(this::isGood).map(Stopwatch::elapsed);
  }
}
