package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.redis.internal.connection.ScriptRunner.RunAndRead;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.RecordHeader;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.redis.internal.retry.Backoff;
import dev.sojourn.redis.internal.retry.Retry;
import dev.sojourn.redis.internal.retry.Retry.Result;
import dev.sojourn.redis.internal.script.ScriptResult.Status;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Admission.Full;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Continues a session under a new id, secret and user: in one script if both ids lie in one slot,
 * else by {@link MoveAcrossSlots}.
 */
final class LoginOperation {

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(2), 2, Duration.ofMillis(64));

  private final StoreContext context;
  private final LimitEnforcement limitEnforcement;
  private final MoveAcrossSlots moveAcrossSlots;
  private final RepeatedLogin repeatedLogin;

  LoginOperation(
      StoreContext context,
      LimitEnforcement limitEnforcement,
      CreateOperation createOperation,
      RevokeOperation revokeOperation) {
    this.context = context;
    this.limitEnforcement = limitEnforcement;
    this.moveAcrossSlots = new MoveAcrossSlots(context, createOperation, revokeOperation);
    this.repeatedLogin = new RepeatedLogin(context);
  }

  /** Logs in, or admits a repeat of a login that was made with the same token. */
  CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    if (context.keys().session(id).isEmpty()) {
      return completedStage(new NoSession());
    }
    LoginAttempt attempt = new LoginAttempt(id, shown, login, limit);
    return run(attempt)
        .thenCompose(
            admission ->
                admission instanceof NoSession
                    ? repeatedLogin.join(attempt)
                    : completedStage(admission));
  }

  private CompletionStage<Admission> run(LoginAttempt attempt) {
    return context.keys().sameSlot(attempt.id(), attempt.login().id())
        ? UnknownOutcome.repeatedOnce(context, () -> inOneScript(attempt))
        : moveAcrossSlots.move(attempt);
  }

  /**
   * What the script returned.
   *
   * @param status its word
   * @param displaced the sessions that it ended to keep the limit
   * @param session the session under its new id
   */
  private record Answer(Status status, List<SessionId> displaced, Optional<SessionRecord> session) {

    static Answer of(Status status) {
      return new Answer(status, List.of(), Optional.empty());
    }

    Admission admission() {
      if (status == Status.DONE && session.isPresent()) {
        return new Admitted(session.get(), displaced);
      }
      return status == Status.FULL ? new Full() : new NoSession();
    }
  }

  /** Runs the script for the user of the old session; first for a guess, which is mostly right. */
  private CompletionStage<Admission> inOneScript(LoginAttempt attempt) {
    return Retry.within(context.settings().conflictTimeout(), context.connection(), PAUSES)
        .run(
            tries ->
                tries == 1
                    ? inOneScript(attempt, attempt.login().user())
                    : withUserOfOldSession(attempt));
  }

  private CompletionStage<Result<Admission>> inOneScript(LoginAttempt attempt, String oldUser) {
    return limitEnforcement
        .run(
            Optional.of(attempt.login().user()),
            attempt.limit(),
            declared ->
                context
                    .lookup()
                    .inItsLayout(
                        layout -> runLogin(attempt, oldUser, layout, declared),
                        () -> Answer.of(Status.GONE)),
            Answer::status,
            Answer.of(Status.FULL))
        .thenApply(
            answer ->
                answer.status() == Status.OTHER_USER
                    ? Result.againOrFail(attempt.conflict())
                    : Result.answer(answer.admission()));
  }

  private CompletionStage<Result<Admission>> withUserOfOldSession(LoginAttempt attempt) {
    return context
        .find(attempt.id())
        .thenCompose(
            result ->
                result
                    .session()
                    .flatMap(SessionRecord::user)
                    .map(user -> inOneScript(attempt, user))
                    .orElseGet( // ended meanwhile, perhaps by this login
                        () ->
                            context
                                .find(attempt.login().id())
                                .thenApply(found -> Result.answer(attempt.admissionOf(found)))));
  }

  private <T> CompletionStage<Answer> runLogin(
      LoginAttempt attempt, String oldUser, Layout<T> layout, List<String> declared) {
    String newKey = key(attempt.login().id());
    List<String> keys = keys(attempt, oldUser, declared);
    List<String> args = args(attempt, oldUser, layout, declared);
    return context
        .connection()
        .runAndRead(layout.scripts().login(), keys, args, layout.query(), newKey)
        .thenCompose(result -> answer(attempt.login().id(), newKey, layout, result));
  }

  private List<String> keys(LoginAttempt attempt, String oldUser, List<String> declared) {
    Login login = attempt.login();
    List<String> keys =
        new ArrayList<>(
            List.of(
                key(attempt.id()),
                key(login.id()),
                context.keys().index(login.user()),
                context.keys().index(oldUser),
                context.keys().moved(attempt.id())));
    keys.addAll(context.keysOf(login.user(), declared));
    return keys;
  }

  private List<String> args(
      LoginAttempt attempt, String oldUser, Layout<?> layout, List<String> declared) {
    Login login = attempt.login();
    List<String> args =
        new ArrayList<>(
            List.of(
                attempt.id().value(),
                login.id().value(),
                context.keys().channel(),
                attempt.shown().text(),
                RecordHeader.secret(login.id(), login.secret()),
                layout.headText(login.user()),
                login.device().label().map(layout::headText).orElse(""),
                login.device().address().map(layout::headText).orElse("")));
    args.addAll(LimitEnforcement.args(attempt.limit()));
    args.add(layout.headText(oldUser));
    args.add(MovedSession.text(attempt));
    args.add(Long.toString(LoginAttempt.repeatable(context.settings()).toMillis()));
    args.addAll(declared);
    return args;
  }

  private <T> CompletionStage<Answer> answer(
      SessionId id, String key, Layout<T> layout, RunAndRead<T> result) {
    return context
        .lookup()
        .foundBeside(id, key, layout, result.read())
        .thenApply(
            found ->
                new Answer(
                    result.script().status(),
                    LimitEnforcement.displaced(result.script()),
                    found.session()));
  }

  private String key(SessionId id) {
    return context.keys().session(id).orElseThrow();
  }
}
