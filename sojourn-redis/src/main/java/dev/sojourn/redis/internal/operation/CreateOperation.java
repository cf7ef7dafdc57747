package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.SessionDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Creates a session in one script; with a limit of sessions per user, by {@link LimitEnforcement}.
 */
final class CreateOperation {

  private static final ScriptResult FULL = new ScriptResult(Status.FULL, 0, List.of());

  /** How many arguments of the script precede the record. */
  private static final int BEFORE_RECORD = 4;

  private final StoreContext context;
  private final LimitEnforcement limitEnforcement;
  private final RevokeOperation revokeOperation;

  CreateOperation(
      StoreContext context, LimitEnforcement limitEnforcement, RevokeOperation revokeOperation) {
    this.context = context;
    this.limitEnforcement = limitEnforcement;
    this.revokeOperation = revokeOperation;
  }

  /** Creates a session in that layout; ends it if it is unknown whether it was created. */
  CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit, Layout<?> layout) {
    return limitEnforcement
        .run(
            draft.user(),
            limit,
            declared -> runCreate(draft, limit, layout, declared),
            ScriptResult::status,
            FULL)
        .thenCompose(result -> admission(draft, result))
        .exceptionallyCompose(
            failure -> {
              if (RedisErrors.isUnknownOutcome(failure)) {
                revokeOperation.revokeInBackground(draft.id(), draft.user());
              }
              return failedStage(RedisErrors.unwrapped(failure));
            });
  }

  private CompletionStage<ScriptResult> runCreate(
      SessionDraft draft, SessionsPerUser limit, Layout<?> layout, List<String> declared) {
    String key = context.keys().session(draft.id()).orElseThrow();
    List<String> keys = context.keysOf(key, draft.user());
    draft.user().ifPresent(user -> keys.addAll(context.keysOf(user, declared)));
    List<String> args = args(draft, layout.record(draft));
    if (limit.isLimited() && draft.user().isPresent()) {
      args.add(context.keys().channel());
      args.addAll(LimitEnforcement.args(limit));
      args.addAll(declared);
      return context.connection().run(layout.scripts().createWithin(), keys, args);
    }
    return context.connection().run(layout.scripts().create(), keys, args);
  }

  private static List<String> args(SessionDraft draft, List<String> record) {
    Timeouts timeouts = draft.timeouts();
    long absolute = timeouts.absolute().toMillis();
    long idle = timeouts.idle().plus(timeouts.touchInterval()).toMillis();
    List<String> args = new ArrayList<>(record.size() + BEFORE_RECORD);
    args.add(draft.id().value());
    args.add(Long.toString(Math.min(idle, absolute)));
    args.add(Long.toString(absolute));
    args.add(Integer.toString(record.size() + BEFORE_RECORD));
    args.addAll(record);
    return args;
  }

  private static CompletionStage<Admission> admission(SessionDraft draft, ScriptResult result) {
    if (result.status() == Status.FULL) {
      return completedStage(new Admission.Full());
    }
    if (result.status() == Status.TAKEN) {
      return failedStage(new IdTaken());
    }
    Instant now = Instant.ofEpochMilli(result.number());
    return completedStage(new Admitted(draft.createdAt(now), LimitEnforcement.displaced(result)));
  }
}
