package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.layout.Head;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.Evaluated;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Admission.Absent;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Admission.Full;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDraft;
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
final class Authenticating {

  private static final int TWIN_PAUSE = 3;
  private static final Duration MARKER = Duration.ofSeconds(5);
  private static final long DONE = 1;
  private static final long ABSENT = 0;
  private static final long CHANGED = -1;
  private static final long FULL = -3;
  private static final long OTHER_USER = -4;
  private static final long COPY_AGAIN = 2;

  private final Backend backend;
  private final Reading reading;
  private final Admitting admitting;
  private final Ending ending;
  private final Pauses pauses;

  Authenticating(Backend backend, Reading reading, Admitting admitting, Ending ending) {
    this.backend = backend;
    this.reading = reading;
    this.admitting = admitting;
    this.ending = ending;
    this.pauses = new Pauses(backend.wire());
  }

  CompletionStage<Admission> authenticate(
      SessionId id, SecretHash shown, Login login, SessionLimit limit) {
    Passage passage =
        new Passage(
            id,
            shown,
            login,
            limit,
            System.nanoTime() + backend.settings().conflictTimeout().toNanos());
    if (backend.keys().session(id).isEmpty()) {
      return completedStage(new Absent());
    }
    CompletionStage<Admission> done =
        backend.keys().together(id, login.id())
            ? Unknown.repeatedOnce(backend, () -> inOneScript(passage, login.user()))
            : move(passage);
    return done.exceptionallyCompose(
        failure -> {
          if (RedisErrors.isUnknownOutcome(failure)) {
            ending.discard(login.id(), Optional.of(login.user()));
          }
          return failedStage(RedisErrors.unwrapped(failure));
        });
  }

  /** One authentication under way; its deadline is in {@link System#nanoTime()}. */
  private record Passage(
      SessionId id, SecretHash shown, Login login, SessionLimit limit, long deadline) {

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
      return status == FULL ? new Full() : new Absent();
    }
  }

  /** The old session's user is not known before; it is mostly nobody, or the same one. */
  private CompletionStage<Admission> inOneScript(Passage passage, String oldUser) {
    return admitting
        .withDeclared(
            Optional.of(passage.login().user()),
            passage.limit(),
            declared ->
                backend
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
    return reading
        .find(passage.id())
        .thenCompose(
            found ->
                Reading.record(found)
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
                backend.keys().index(login.user()),
                backend.keys().index(oldUser)));
    keys.addAll(backend.keysOf(login.user(), declared));
    List<String> args =
        new ArrayList<>(
            List.of(
                passage.id().value(),
                login.id().value(),
                backend.keys().channel(),
                passage.shown().text(),
                backend.grace(),
                Head.secret(login.id(), login.secret()),
                layout.headText(login.user()),
                login.device().label().map(layout::headText).orElse(""),
                login.device().address().map(layout::headText).orElse(""),
                Admitting.most(passage.limit()),
                Admitting.policy(passage.limit()),
                layout.headText(oldUser)));
    args.addAll(declared);
    return backend
        .wire()
        .runAndRead(layout.scripts().authenticate(), keys, args, layout.query(), key(login.id()))
        .thenCompose(
            answer ->
                backend
                    .lookup()
                    .foundBeside(login.id(), key(login.id()), layout, answer.read())
                    .thenApply(
                        found ->
                            new Answer(
                                answer.script().status(),
                                Admitting.ids(answer.script().texts()),
                                Reading.record(found))));
  }

  /** The copy, when it was made before and the old session ended for it. */
  private CompletionStage<Admission> copied(Passage passage) {
    return reading
        .read(passage.login().id())
        .thenApply(
            now ->
                now.filter(record -> isOf(passage, record))
                    .<Admission>map(record -> new Admitted(record, List.of()))
                    .orElseGet(Absent::new));
  }

  private static boolean isOf(Passage passage, SessionRecord record) {
    return record.secrets().current().matches(passage.login().secret());
  }

  private CompletionStage<Admission> move(Passage passage) {
    return reading
        .find(passage.id())
        .thenCompose(
            found ->
                found instanceof There there && opens(there, passage.shown())
                    ? copy(passage, there)
                    : copied(passage)); // done before, or nothing to do
  }

  private boolean opens(There there, SecretHash shown) {
    return there.record().secrets().accepts(shown, there.now(), backend.settings().rotationGrace());
  }

  private CompletionStage<Admission> copy(Passage passage, There old) {
    return admitting
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
        : pauses.before(TWIN_PAUSE, () -> move(passage));
  }

  private CompletionStage<Admission> leave(Passage passage, There old, Admitted admitted) {
    return Unknown.repeatedOnce(
            backend,
            () ->
                backend
                    .lookup()
                    .inItsLayout(
                        old.layout(),
                        layout -> leave(passage, old, layout),
                        () -> new Evaluated(ABSENT, List.of())))
        .thenCompose(
            answer ->
                answer.status() == DONE
                    ? completedStage(admitted)
                    : withdraw(passage, answer.status() == COPY_AGAIN));
  }

  private CompletionStage<Evaluated> leave(Passage passage, There old, Layout<?> layout) {
    return backend
        .wire()
        .run(
            layout.scripts().leave(),
            backend.keysOf(old.record()),
            List.of(
                passage.id().value(),
                passage.login().id().value(),
                backend.keys().channel(),
                passage.shown().text(),
                backend.grace(),
                Long.toString(old.record().version()),
                Long.toString(MARKER.toMillis())));
  }

  /** The copy is not of what the old session is now: it ends, and is made again or given up. */
  private CompletionStage<Admission> withdraw(Passage passage, boolean again) {
    return ending
        .revoke(passage.login().id(), Optional.of(passage.login().user()))
        .thenCompose(
            ended -> {
              if (!again) {
                return completedStage(new Absent());
              }
              return passage.isOver()
                  ? failedStage(new WriteConflict(passage.id()))
                  : move(passage);
            });
  }

  private String key(SessionId id) {
    return backend.keys().session(id).orElseThrow();
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
