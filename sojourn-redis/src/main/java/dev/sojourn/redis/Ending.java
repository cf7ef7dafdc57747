package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Certainty;
import dev.sojourn.Ended;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.wire.Evaluated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Revocations: of unknown outcome they are sent once more, for ending what has ended does no harm.
 */
final class Ending {

  private static final List<Duration> RETRIES =
      List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final Backend backend;
  private final Reading reading;
  private final Confirming confirming;

  Ending(Backend backend, Reading reading) {
    this.backend = backend;
    this.reading = reading;
    this.confirming = new Confirming(backend);
  }

  /**
   * Ends a session of which the id alone is known: its user must be read first, to find the index.
   */
  CompletionStage<Ended> revoke(SessionId id, Certainty certainty) {
    return reading
        .find(id)
        .thenCompose(
            found -> revoke(id, Reading.record(found).flatMap(SessionRecord::user), certainty));
  }

  CompletionStage<Ended> revoke(SessionId id, Optional<String> user, Certainty certainty) {
    return revoke(id, user)
        .thenCompose(count -> confirming.session(id, user, new Ended(count, certainty, 0)));
  }

  CompletionStage<Integer> revoke(SessionId id, Optional<String> user) {
    return backend
        .keys()
        .session(id)
        .map(key -> revoke(id, backend.keysOf(key, user)))
        .orElseGet(() -> completedStage(0));
  }

  private CompletionStage<Integer> revoke(SessionId id, List<String> keys) {
    return Unknown.repeatedOnce(
            backend, () -> backend.wire().run(Scripts.REVOKE, keys, backend.args(id)))
        .thenApply(answer -> (int) answer.status());
  }

  /** Ends a session that nobody holds a token of, as well as can be: nobody waits for it. */
  void discard(SessionId id, Optional<String> user) {
    discard(id, user, 0);
  }

  private void discard(SessionId id, Optional<String> user, int tries) {
    revoke(id, user)
        .whenComplete(
            (count, failure) -> {
              if (failure != null && tries < RETRIES.size()) {
                backend.wire().later(RETRIES.get(tries), () -> discard(id, user, tries + 1));
              }
            });
  }

  CompletionStage<Ended> revokeAll(String user, Optional<SessionId> except, Certainty certainty) {
    return revokeAll(user, except)
        .thenCompose(count -> confirming.all(user, except, new Ended(count, certainty, 0)));
  }

  private CompletionStage<Integer> revokeAll(String user, Optional<SessionId> except) {
    return backend
        .wire()
        .someMembers(backend.keys().index(user), Batch.MOST + 1)
        .exceptionallyCompose(failure -> Reading.withoutIndex(failure).thenApply(none -> List.of()))
        .thenCompose(ids -> revokeAll(user, except, without(except, ids), 0));
  }

  /** A batch at a time, until a script proves that none is left. */
  private CompletionStage<Integer> revokeAll(
      String user, Optional<SessionId> except, List<String> ids, int endedBefore) {
    if (ids.isEmpty()) {
      return completedStage(endedBefore);
    }
    List<String> batch = ids.subList(0, Math.min(Batch.MOST, ids.size()));
    return Unknown.repeatedOnce(backend, () -> end(user, except, batch))
        .thenCompose(
            answer -> revokeAll(user, except, answer.texts(), endedBefore + (int) answer.status()));
  }

  private CompletionStage<Evaluated> end(
      String user, Optional<SessionId> except, List<String> ids) {
    Batch batch = Batch.of(backend, user, except, ids);
    return backend.wire().run(Scripts.REVOKE_ALL, batch.keys(), batch.args());
  }

  private static List<String> without(Optional<SessionId> except, List<String> ids) {
    return ids.stream()
        .filter(id -> except.filter(spared -> spared.value().equals(id)).isEmpty())
        .toList();
  }
}
