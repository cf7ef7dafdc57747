package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.connection.ScriptRunner.RunAndRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.DecodedReply;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.SessionRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Ends a session whose user the caller does not know, in one round trip: the session is read just
 * before the script that ends it, and its id is removed from the index of the user who was read
 * afterwards. Where it cannot be read, it ends all the same, unless a secret must be checked.
 */
final class LogoutOperation {

  private static final String NO_SECRET = "";

  private final StoreContext context;
  private final UserIndex userIndex;
  private final RevokeOperation revokeOperation;
  private final ReplicaConfirmation replicaConfirmation;

  LogoutOperation(StoreContext context, UserIndex userIndex, RevokeOperation revokeOperation) {
    this.context = context;
    this.userIndex = userIndex;
    this.revokeOperation = revokeOperation;
    this.replicaConfirmation = new ReplicaConfirmation(context);
  }

  /** Ends the session if the secret opens it. */
  CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability) {
    return end(id, shown.text())
        .thenCompose(
            result ->
                result.filter(logout -> logout.count() > 0).isPresent()
                    ? confirmed(id, result.get(), durability)
                    : completedStage(new Ended(0, durability, 0)));
  }

  /** Ends the session, of whatever layout. */
  CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return end(id, NO_SECRET)
        .thenCompose(
            result ->
                result.isPresent()
                    ? confirmed(id, result.get(), durability)
                    : revokeOperation.revoke(id, Optional.empty(), durability));
  }

  private CompletionStage<Ended> confirmed(SessionId id, Logout logout, Durability durability) {
    return replicaConfirmation.session(id, logout.user(), new Ended(logout.count(), durability, 0));
  }

  /**
   * What ended.
   *
   * @param count how many sessions, 1 or 0
   * @param user its user, if it has one and could be read
   */
  private record Logout(int count, Optional<String> user) {

    static final Logout NOTHING = new Logout(0, Optional.empty());
  }

  /** Runs the script; empty if the key has no layout's type. */
  private CompletionStage<Optional<Logout>> end(SessionId id, String shown) {
    return context
        .keys()
        .session(id)
        .map(key -> end(id, key, shown))
        .orElseGet(() -> completedStage(Optional.of(Logout.NOTHING)));
  }

  private CompletionStage<Optional<Logout>> end(SessionId id, String key, String shown) {
    return UnknownOutcome.repeatedOnce(
        context,
        () ->
            context
                .lookup()
                .inItsLayout(layout -> end(id, key, shown, layout), Optional::<Logout>empty));
  }

  private <T> CompletionStage<Optional<Logout>> end(
      SessionId id, String key, String shown, Layout<T> layout) {
    return context
        .connection()
        .readAndRun(
            layout.query(), key, layout.scripts().logout(), List.of(key), context.args(id, shown))
        .thenApply(
            result -> {
              Logout logout = logout(id, key, layout, result);
              if (logout.count() > 0) {
                removeFromIndex(id, logout.user());
              }
              return Optional.of(logout);
            });
  }

  private <T> Logout logout(SessionId id, String key, Layout<T> layout, RunAndRead<T> result) {
    Optional<String> user =
        context.lookup().decode(id, key, layout, result.read()) instanceof DecodedReply.Found found
            ? found.result().session().flatMap(SessionRecord::user)
            : Optional.empty();
    return new Logout((int) result.script().number(), user);
  }

  /** Nobody waits for it: an id without a session is no harm, and pruned at the next occasion. */
  private void removeFromIndex(SessionId id, Optional<String> user) {
    user.ifPresent(
        name -> BestEffort.logFailure("prune", userIndex.prune(name, List.of(id.value()))));
  }
}
