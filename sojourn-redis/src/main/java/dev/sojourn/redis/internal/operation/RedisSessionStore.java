package dev.sojourn.redis.internal.operation;

import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.Durability;
import dev.sojourn.Ended;
import dev.sojourn.SecretHash;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.lookup.StoreContext;
import dev.sojourn.spi.Accessed;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.Rotation;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The session store in Redis. Reads are native commands that write nothing; each write is one
 * script that checks before it writes. Each operation has a class of its own.
 */
public final class RedisSessionStore implements SessionStore {

  private final StoreContext context;
  private final AccessOperation accessOperation;
  private final ListOperation listOperation;
  private final ChangeOperation changeOperation;
  private final RevokeOperation revokeOperation;
  private final LogoutOperation logoutOperation;
  private final RotateOperation rotateOperation;
  private final CreateOperation createOperation;
  private final LoginOperation loginOperation;

  /** With the layouts that the server supports, among them the configured one. */
  public RedisSessionStore(
      RedisConnection connection,
      RedisSettings settings,
      Set<LayoutName> supported,
      DictionaryStore dictionaries) {
    List<Layout<?>> layouts = LayoutSet.of(settings, supported, dictionaries);
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    SessionLookup lookup = new SessionLookup(connection, settings, dictionaries, layouts);
    this.context = new StoreContext(connection, keys, lookup, layouts.get(0), settings);
    this.accessOperation = new AccessOperation(context);
    this.changeOperation = new ChangeOperation(context);
    UserIndex userIndex = new UserIndex(context);
    this.listOperation = new ListOperation(context, userIndex);
    this.revokeOperation = new RevokeOperation(context, userIndex);
    this.logoutOperation = new LogoutOperation(context, userIndex, revokeOperation);
    this.rotateOperation = new RotateOperation(context);
    LimitEnforcement limitEnforcement = new LimitEnforcement(context, userIndex);
    this.createOperation = new CreateOperation(context, limitEnforcement, revokeOperation);
    this.loginOperation =
        new LoginOperation(context, limitEnforcement, createOperation, revokeOperation);
  }

  public StoreContext context() {
    return context;
  }

  public AccessOperation accessOperation() {
    return accessOperation;
  }

  /** The session's key; empty for an id of another keyspace. */
  public Optional<String> keyOf(SessionId id) {
    return context.keys().session(id);
  }

  /** How often all connections were closed because of a misrouted reply. */
  public long misroutedReplies() {
    return context.connection().misroutedGenerations();
  }

  @Override
  public SessionId newId(Optional<String> user, RandomGenerator random) {
    return context.keys().newId(user, random);
  }

  @Override
  public CompletionStage<Admission> create(SessionDraft draft, SessionsPerUser limit) {
    return translated(
        () -> {
          context.settings().limits().require(draft.attributes());
          return createOperation.create(draft, limit, context.layout());
        });
  }

  @Override
  public CompletionStage<Accessed> access(SessionId id, SecretHash shown) {
    return translated(() -> accessOperation.access(id, shown, true));
  }

  @Override
  public CompletionStage<Accessed> peek(SessionId id, SecretHash shown) {
    return translated(() -> accessOperation.access(id, shown, false));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> read(SessionId id) {
    return translated(() -> accessOperation.read(id));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionId id, SessionDelta delta) {
    return translated(() -> changeOperation.change(id, delta));
  }

  @Override
  public CompletionStage<Optional<SessionRecord>> change(SessionRecord seen, SessionDelta delta) {
    return translated(() -> changeOperation.change(seen, delta));
  }

  @Override
  public CompletionStage<Admission> login(
      SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {
    return translated(() -> loginOperation.login(id, shown, login, limit));
  }

  @Override
  public CompletionStage<Rotation> rotate(SessionId id, SecretHash shown, SecretHash next) {
    return translated(() -> rotateOperation.rotate(id, shown, next));
  }

  @Override
  public CompletionStage<Ended> logout(SessionId id, SecretHash shown, Durability durability) {
    return translated(() -> logoutOperation.logout(id, shown, durability));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionId id, Durability durability) {
    return translated(() -> logoutOperation.revoke(id, durability));
  }

  @Override
  public CompletionStage<Ended> revoke(SessionRecord record, Durability durability) {
    return translated(() -> revokeOperation.revoke(record.id(), record.user(), durability));
  }

  @Override
  public CompletionStage<Ended> revokeAll(
      String user, Optional<SessionId> except, Durability durability) {
    return translated(() -> revokeOperation.revokeAll(user, except, durability));
  }

  @Override
  public CompletionStage<List<SessionRecord>> list(String user) {
    return translated(() -> listOperation.list(user));
  }

  @Override
  public CompletionStage<SessionPage<SessionRecord>> list(String user, int limit) {
    return translated(() -> listOperation.list(user, limit));
  }

  @Override
  public CompletionStage<SessionPage<Session.Summary>> summaries(String user, int limit) {
    return translated(() -> listOperation.summaries(user, limit));
  }

  @Override
  public CompletionStage<Void> ping() {
    return translated(() -> context.connection().ping().thenAccept(pong -> {}));
  }

  /** Whether it was not closed. */
  public boolean isOpen() {
    return context.connection().isOpen();
  }

  @Override
  public void close() {
    context.connection().close();
  }

  /** Translates failures, so that callers see no exception of Lettuce. */
  private static <T> CompletionStage<T> translated(Supplier<CompletionStage<T>> operation) {
    try {
      return operation
          .get()
          .exceptionallyCompose(failure -> failedStage(RedisErrors.translated(failure)));
    } catch (RuntimeException e) {
      return failedStage(RedisErrors.translated(e));
    }
  }
}
