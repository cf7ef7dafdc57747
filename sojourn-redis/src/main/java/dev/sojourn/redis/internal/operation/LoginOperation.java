package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.RecordHeader;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Admission.Full;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Continues a session under a new id. In one slot that is one script. Across slots it is three
 * steps: the old session is read, a copy created, and the old one ended only if it is still what
 * was copied, leaving a marker for a while; the new token leaves the process only after that.
 */
final class LoginOperation {

  private static final int TWIN_PAUSE = 3;
  private static final Duration MARKER = Duration.ofSeconds(5);
  private static final long DONE = 1;
  private static final long ABSENT = 0;
  private static final long CHANGED = -1;
  private static final long FULL = -3;
  private static final long OTHER_USER = -4;
  private static final long COPY_AGAIN = 2;

  private final StoreContext context;
  private final AccessOperation accessOperation;
  private final CreateOperation createOperation;
  private final RevokeOperation revokeOperation;
  private final Backoff backoff;

  LoginOperation(
      StoreContext context,
      AccessOperation accessOperation,
      CreateOperation createOperation,
      RevokeOperation revokeOperation) {
    this.context = context;
    this.accessOperation = accessOperation;
    this.createOperation = createOperation;
    this.revokeOperation = revokeOperation;
    this.backoff = new Backoff(context.connection());
  }

  CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    Passage passage =
        new Passage(
            id,
            shown,
            login,
            limit,
            System.nanoTime() + context.settings().conflictTimeout().toNanos());
    if (context.keys().session(id).isEmpty()) {
      return completedStage(new NoSession());
    }
    CompletionStage<Admission> done =
        context.keys().together(id, login.id())
            ? UnknownOutcome.repeatedOnce(context, () -> inOneScript(passage, login.user()))
            : move(passage);
    return done.exceptionallyCompose(
        failure -> {
          if (RedisErrors.isUnknownOutcome(failure)) {
            revokeOperation.discard(login.id(), Optional.of(login.user()));
          }
          return failedStage(RedisErrors.unwrapped(failure));
        });
  }

  /** One login under way; its deadline is in {@link System#nanoTime()}. */
  private record Passage(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit, long deadline) {

    boolean isOver() {
      return System.nanoTime() - deadline > 0;
    }
  }

  /**
   * What the script answered.
   *
   * @param status its number
   * @param displaced sessions that it ended to keep the limit
   * @param now the session under its new id
   */
  private record Answer(long status, List<SessionId> displaced, Optional<SessionRecord> now) {

    static Answer of(long status) {
      return new Answer(status, List.of(), Optional.empty());
    }

    Admission admission() {
      if (status == DONE && now.isPresent()) {
        return new Admitted(now.get(), displaced);
      }
      return status == FULL ? new Full() : new NoSession();
    }
  }

  /** The old session's user is not known before; it is mostly nobody, or the same one. */
  private CompletionStage<Admission> inOneScript(Passage passage, String oldUser) {
    return createOperation
        .withDeclared(
            Optional.of(passage.login().user()),
            passage.limit(),
            declared ->
                context
                    .lookup()
                    .inItsLayout(
                        layout -> run(passage, oldUser, layout, declared), () -> Answer.of(ABSENT)),
            answer -> answer.status() == CHANGED,
            Answer.of(FULL))
        .thenCompose(
            answer ->
                answer.status() == OTHER_USER
                    ? ofOtherUser(passage)
                    : completedStage(answer.admission()));
  }

  private CompletionStage<Admission> ofOtherUser(Passage passage) {
    return accessOperation
        .find(passage.id())
        .thenCompose(
            result ->
                AccessOperation.record(result)
                    .flatMap(SessionRecord::user)
                    .map(user -> inOneScript(passage, user))
                    .orElseGet(() -> copied(passage))); // done meanwhile, or nothing to do
  }

  private <T> CompletionStage<Answer> run(
      Passage passage, String oldUser, Layout<T> layout, List<String> declared) {
    Login login = passage.login();
    List<String> keys =
        new ArrayList<>(
            List.of(
                key(passage.id()),
                key(login.id()),
                context.keys().index(login.user()),
                context.keys().index(oldUser)));
    keys.addAll(context.keysOf(login.user(), declared));
    List<String> args =
        new ArrayList<>(
            List.of(
                passage.id().value(),
                login.id().value(),
                context.keys().channel(),
                passage.shown().text(),
                context.grace(),
                RecordHeader.secret(login.id(), login.secret()),
                layout.headText(login.user()),
                login.device().label().map(layout::headText).orElse(""),
                login.device().address().map(layout::headText).orElse(""),
                CreateOperation.most(passage.limit()),
                CreateOperation.policy(passage.limit()),
                layout.headText(oldUser)));
    args.addAll(declared);
    return context
        .connection()
        .runAndRead(layout.scripts().login(), keys, args, layout.query(), key(login.id()))
        .thenCompose(
            answer ->
                context
                    .lookup()
                    .foundBeside(login.id(), key(login.id()), layout, answer.read())
                    .thenApply(
                        result ->
                            new Answer(
                                answer.script().status(),
                                CreateOperation.ids(answer.script().texts()),
                                AccessOperation.record(result))));
  }

  /** The copy, when it was made before and the old session ended for it. */
  private CompletionStage<Admission> copied(Passage passage) {
    return accessOperation
        .read(passage.login().id())
        .thenApply(
            now ->
                now.filter(record -> isOf(passage, record))
                    .<Admission>map(record -> new Admitted(record, List.of()))
                    .orElseGet(NoSession::new));
  }

  private static boolean isOf(Passage passage, SessionRecord record) {
    return record.secrets().current().matches(passage.login().secret());
  }

  private CompletionStage<Admission> move(Passage passage) {
    return accessOperation
        .find(passage.id())
        .thenCompose(
            result ->
                result instanceof Hit hit && opens(hit, passage.shown())
                    ? copy(passage, hit)
                    : copied(passage)); // done before, or nothing to do
  }

  private boolean opens(Hit hit, SecretHash shown) {
    return hit.record().secrets().accepts(shown, hit.now(), context.settings().rotationGrace());
  }

  private CompletionStage<Admission> copy(Passage passage, Hit old) {
    return createOperation
        .create(draft(passage.login(), old.record()), passage.limit(), old.layout())
        .thenCompose(
            admission ->
                admission instanceof Admitted admitted
                    ? leave(passage, old, admitted)
                    : completedStage(admission))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof IdTaken
                    ? afterTwin(passage)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /**
   * The same login runs twice and the other was faster with its copy, which may be older than the
   * session is now: it is left to the other, and looked for until that has ended the old session.
   */
  private CompletionStage<Admission> afterTwin(Passage passage) {
    return passage.isOver()
        ? failedStage(new WriteConflict(passage.id()))
        : backoff.before(TWIN_PAUSE, () -> move(passage));
  }

  private CompletionStage<Admission> leave(Passage passage, Hit old, Admitted admitted) {
    return UnknownOutcome.repeatedOnce(
            context,
            () ->
                context
                    .lookup()
                    .inItsLayout(
                        old.layout(),
                        layout -> leave(passage, old, layout),
                        () -> new ScriptResult(ABSENT, List.of())))
        .thenCompose(
            answer ->
                answer.status() == DONE
                    ? completedStage(admitted)
                    : withdraw(passage, answer.status() == COPY_AGAIN));
  }

  private CompletionStage<ScriptResult> leave(Passage passage, Hit old, Layout<?> layout) {
    return context
        .connection()
        .run(
            layout.scripts().leave(),
            context.keysOf(old.record()),
            List.of(
                passage.id().value(),
                passage.login().id().value(),
                context.keys().channel(),
                passage.shown().text(),
                context.grace(),
                Long.toString(old.record().version()),
                Long.toString(MARKER.toMillis())));
  }

  /** The copy is not of what the old session is now: it ends, and is made again or given up. */
  private CompletionStage<Admission> withdraw(Passage passage, boolean again) {
    return revokeOperation
        .revoke(passage.login().id(), Optional.of(passage.login().user()))
        .thenCompose(
            ended -> {
              if (!again) {
                return completedStage(new NoSession());
              }
              return passage.isOver()
                  ? failedStage(new WriteConflict(passage.id()))
                  : move(passage);
            });
  }

  private String key(SessionId id) {
    return context.keys().session(id).orElseThrow();
  }

  private static SessionDraft draft(Login login, SessionRecord old) {
    return new SessionDraft(
        login.id(),
        login.secret(),
        Optional.of(login.user()),
        old.timeouts(),
        old.device().updatedBy(login.device()),
        old.attributes());
  }
}
