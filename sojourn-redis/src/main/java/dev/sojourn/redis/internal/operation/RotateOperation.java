package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.Rotation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Adds a secret to a session in one script, and reads the session after it. */
final class RotateOperation {

  private final StoreContext context;

  RotateOperation(StoreContext context) {
    this.context = context;
  }

  CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return context
        .keys()
        .session(id)
        .map(
            key ->
                context
                    .lookup()
                    .inItsLayout(
                        layout -> rotate(id, key, layout, shown, next), RotateOperation::absent))
        .orElseGet(() -> completedStage(absent()));
  }

  private <T> CompletionStage<Rotation> rotate(
      SessionId id, String key, Layout<T> layout, SecretHash shown, SecretHash next) {
    return context
        .connection()
        .runAndRead(
            layout.scripts().rotate(),
            List.of(key),
            context.args(id, shown.text(), context.grace(), next.text()),
            layout.query(),
            key)
        .thenCompose(
            result ->
                context
                    .lookup()
                    .foundBeside(id, key, layout, result.read())
                    .thenApply(found -> rotation(result.script(), found)));
  }

  private static Rotation rotation(ScriptResult result, LookupResult found) {
    return switch (result.status()) {
      case DONE -> found.session().<Rotation>map(Rotation.Pending::new).orElseGet(NoSession::new);
      case FULL ->
          found
              .session()
              .<Rotation>map(Rotation.PendingLimitReached::new)
              .orElseGet(NoSession::new);
      default -> absent();
    };
  }

  private static Rotation absent() {
    return new NoSession();
  }
}
