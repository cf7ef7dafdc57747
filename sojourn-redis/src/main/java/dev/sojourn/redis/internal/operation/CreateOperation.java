package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.SessionDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Creation, with or without a limit. With one, the index is read first, and the script proves that
 * it still holds no other id; else it is read again after a random pause.
 */
final class CreateOperation {

  private static final long FULL = 0;
  private static final long CHANGED = -1;
  private static final long TAKEN = -2;

  /** Arguments of the scripts that stand before the record. */
  private static final int BEFORE_RECORD = 4;

  private final StoreContext context;
  private final UserIndex userIndex;
  private final RevokeOperation revokeOperation;
  private final Backoff backoff;

  CreateOperation(
      StoreContext context, UserIndex userIndex, RevokeOperation revokeOperation) {
    this.context = context;
    this.userIndex = userIndex;
    this.revokeOperation = revokeOperation;
    this.backoff = new Backoff(context.connection());
  }

  /** Creates a session in that layout; discards it when it is unknown whether it was created. */
  CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit, Layout<?> layout) {
    return withDeclared(
            draft.user(),
            limit,
            declared -> run(draft, limit, layout, declared),
            answer -> answer.status() == CHANGED,
            new ScriptResult(FULL, List.of()))
        .thenCompose(answer -> admission(draft, answer))
        .exceptionallyCompose(
            failure -> {
              if (RedisErrors.isUnknownOutcome(failure)) {
                revokeOperation.revokeInBackground(draft.id(), draft.user());
              }
              return failedStage(RedisErrors.unwrapped(failure));
            });
  }

  /**
   * Runs a script that is told the ids of a user's index, until it finds no other there.
   *
   * @param script is told the ids
   * @param changed whether its answer says that it found another
   * @param full the answer when the user has more sessions than one script can look at
   */
  <T> CompletionStage<T> withDeclared(
      Optional<String> user,
      SessionsPerUser limit,
      Function<List<String>, CompletionStage<T>> script,
      Predicate<T> changed,
      T full) {
    return user.isPresent() && limit.isLimited()
        ? withDeclared(user.get(), script, changed, full, 0)
        : script.apply(List.of());
  }

  private <T> CompletionStage<T> withDeclared(
      String user,
      Function<List<String>, CompletionStage<T>> script,
      Predicate<T> changed,
      T full,
      int tries) {
    return userIndex
        .idsUpTo(SessionsPerUser.HIGHEST, user)
        .thenCompose(ids -> ids.map(script).orElseGet(() -> completedStage(full)))
        .thenCompose(
            answer ->
                changed.test(answer)
                    ? backoff.before(
                        tries, () -> withDeclared(user, script, changed, full, tries + 1))
                    : completedStage(answer));
  }

  private CompletionStage<ScriptResult> run(
      SessionDraft draft, SessionsPerUser limit, Layout<?> layout, List<String> declared) {
    String key = context.keys().session(draft.id()).orElseThrow();
    List<String> keys = context.keysOf(key, draft.user());
    draft.user().ifPresent(user -> keys.addAll(context.keysOf(user, declared)));
    List<String> args = args(draft, layout.record(draft));
    if (limit.isLimited() && draft.user().isPresent()) {
      args.addAll(List.of(context.keys().channel(), most(limit), policy(limit)));
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

  /** The limit's number as the scripts take it: 0 is none. */
  static String most(SessionsPerUser limit) {
    return limit.isLimited() ? Integer.toString(limit.most()) : "0";
  }

  /** The limit's policy as the scripts take it. */
  static String policy(SessionsPerUser limit) {
    return limit.atLimit() == AtLimit.REFUSE ? "refuse" : "end";
  }

  /** Ids that a script answered. */
  static List<SessionId> ids(List<String> texts) {
    return texts.stream().flatMap(text -> SessionId.parse(text).stream()).toList();
  }

  private static CompletionStage<Admission> admission(SessionDraft draft, ScriptResult answer) {
    if (answer.status() == FULL) {
      return completedStage(new Admission.Full());
    }
    if (answer.status() == TAKEN) {
      return failedStage(new IdTaken());
    }
    Instant now = Instant.ofEpochMilli(answer.status());
    return completedStage(new Admitted(draft.createdAt(now), ids(answer.texts())));
  }
}
