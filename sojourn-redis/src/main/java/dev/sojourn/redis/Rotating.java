package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.spi.Rotation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rotation: one more secret, in one script, with the session as it is after it. */
final class Rotating {

  private static final long PENDING = 1;
  private static final long KEPT = 2;

  private final Backend backend;

  Rotating(Backend backend) {
    this.backend = backend;
  }

  CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return backend
        .keys()
        .session(id)
        .map(
            key ->
                backend
                    .lookup()
                    .inItsLayout(layout -> rotate(id, key, layout, shown, next), Rotating::absent))
        .orElseGet(() -> completedStage(absent()));
  }

  private <T> CompletionStage<Rotation> rotate(
      SessionId id, String key, Layout<T> layout, SecretHash shown, SecretHash next) {
    return backend
        .wire()
        .runAndRead(
            layout.scripts().rotate(),
            List.of(key),
            backend.args(id, shown.text(), backend.grace(), next.text()),
            layout.query(),
            key)
        .thenCompose(
            answer ->
                backend
                    .lookup()
                    .foundBeside(id, key, layout, answer.read())
                    .thenApply(found -> rotation(answer.script().status(), found)));
  }

  private static Rotation rotation(long status, Found found) {
    return Reading.record(found)
        .filter(record -> status == PENDING || status == KEPT)
        .<Rotation>map(
            record -> status == PENDING ? new Rotation.Pending(record) : new Rotation.Kept(record))
        .orElseGet(Rotating::absent);
  }

  private static Rotation absent() {
    return new Rotation.Absent();
  }
}
