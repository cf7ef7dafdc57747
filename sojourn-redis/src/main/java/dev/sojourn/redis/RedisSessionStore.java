package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.Certainty;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionId;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The store in Redis: reads are native and pure, every write is one script that decides. Each
 * verb's work is in a class of its own.
 */
final class RedisSessionStore implements SessionStore {

  private final Backend backend;
  private final Reading reading;
  private final Changing changing;
  private final Ending ending;
  private final Rotating rotating;
  private final Admitting admitting;
  private final Authenticating authenticating;

  /** With these layouts, the configured one among them. */
  RedisSessionStore(
      Wire wire, RedisSettings settings, Set<LayoutName> able, RedisDictionaries dictionaries) {
    List<Layout<?>> layouts = Layouts.of(settings, able, dictionaries);
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    Lookup lookup = new Lookup(wire, settings, dictionaries, layouts);
    this.backend = new Backend(wire, keys, lookup, layouts.get(0), settings);
    this.reading = new Reading(backend);
    this.changing = new Changing(backend);
    this.ending = new Ending(backend, reading);
    this.rotating = new Rotating(backend);
    this.admitting = new Admitting(backend, reading, ending);
    this.authenticating = new Authenticating(backend, reading, admitting, ending);
  }

  Backend backend() {
    return backend;
  }

  Reading reading() {
    return reading;
  }

  /** The session's key; empty for an id that no session of this keyspace has. */
  Optional<String> keyOf(SessionId id) {
    return backend.keys().session(id);
  }

  /** How often a reply was found to fit another question, and the connections were given up. */
  long repliesAstray() {
    return backend.wire().timesGivenUp();
  }

  @Override
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return backend.keys().newId(user, random);
  }

  @Override
  public CompletionStage<Admission> create(SessionDraft draft, SessionLimit limit) {
    return answered(
        () -> {
          backend.settings().limits().require(draft.attributes());
          return admitting.create(draft, limit, backend.layout());
        });
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return answered(() -> reading.show(id, shown, true));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return answered(() -> reading.show(id, shown, false));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return answered(() -> reading.read(id));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return answered(() -> changing.change(id, delta));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return answered(() -> changing.change(seen, delta));
  }

  @Override
  public CompletionStage<Admission> authenticate(
      SessionId id, SecretHash shown, Login login, SessionLimit limit) {
    return answered(() -> authenticating.authenticate(id, shown, login, limit));
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return answered(() -> rotating.rotate(id, shown, next));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Certainty certainty) {
    return answered(() -> ending.revoke(id, certainty));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Certainty certainty) {
    return answered(() -> ending.revoke(record.id(), record.user(), certainty));
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Certainty certainty) {
    return answered(() -> ending.revokeAll(user, except, certainty));
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return answered(() -> reading.list(user));
  }

  @Override
  public CompletionStage<Void> ping() {
    return answered(() -> backend.wire().ping().thenAccept(pong -> {}));
  }

  @Override
  public void close() {
    backend.wire().close();
  }

  /** What a verb fails with is ours, never Lettuce's. */
  private static <T> CompletionStage<T> answered(Supplier<CompletionStage<T>> verb) {
    try {
      return verb.get()
          .exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
    } catch (RuntimeException e) {
      return failedStage(RedisErrors.translated(e));
    }
  }
}
