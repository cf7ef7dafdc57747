package dev.sojourn.redis.internal.invalidation;

import dev.sojourn.redis.internal.connection.Stopwatch;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to answer from the cache for a limited time: proof that no message was missed. The
 * reply to a heartbeat proves that all messages published before Redis replied have arrived. A
 * lease therefore counts from the sending of the heartbeat, never from its reply. Thread-safe.
 */
final class Lease {

  private final Duration term;
  private volatile Optional<Stopwatch> proof = Optional.empty();

  Lease(Duration term) {
    this.term = term;
  }

  /** Renews the lease by a heartbeat that was answered. It holds for one term from its sending. */
  void renew(Stopwatch sent) {
    proof = Optional.of(sent);
  }

  /** Ends the lease at once. */
  void end() {
    proof = Optional.empty();
  }

  /**
   * The latest proof: the sending of an answered heartbeat. Read it before the cache entry that it
   * is to cover, because a later proof also covers messages applied in between.
   */
  Optional<Stopwatch> proof() {
    return proof;
  }

  /** Whether a proof still holds. Check it last, because the process may have been suspended. */
  boolean isValid(Stopwatch sent) {
    return !sent.isPast(term);
  }

  /** Whether the lease holds now. */
  boolean holds() {
    return proof.filter(this::isValid).isPresent();
  }

  /** The time since the lease began; empty while it does not hold. */
  Optional<Duration> age() {
    return proof.filter(this::isValid).map(Stopwatch::elapsed);
  }
}
