package dev.sojourn.testkit.random;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The clients of a random run with the session and secret that each holds; at first a session that
 * was never created. Turns steps into store calls. Not thread-safe.
 */
final class RandomClients {

  private static final MemberPath TREE = MemberPath.of("tree");
  private static final SessionsPerUser TWO = new SessionsPerUser(2, AtLimit.REFUSE);
  private static final SessionsPerUser LATEST_TWO = new SessionsPerUser(2, AtLimit.END_OLDEST);

  private final List<String> users;
  private final List<Client> clients = Stream.generate(Client::new).limit(Step.CLIENTS).toList();
  private int sessions;
  private int secrets;
  private int values;

  /** What one client holds. */
  private static final class Client {
    private SessionHandle now = new SessionHandle(0, 0);
    private SessionHandle before = now;
    private Renewal renewal = new Renewal(now, now, "");
    private int offered;

    private void continueAs(SessionHandle handle) {
      before = now;
      now = handle;
    }
  }

  /** A login: the old handle, the new one, and the user. */
  private record Renewal(SessionHandle old, SessionHandle next, String user) {}

  /** The users' names keep this run apart from others on the same store. */
  RandomClients(String run) {
    users = List.of("ada of " + run, "bob of " + run);
  }

  /** The store call of a step; empty if it makes none. */
  Optional<StoreCall> call(Step step) {
    Client client = clients.get(step.client());
    SessionHandle now = client.now;
    String name = "a" + step.other();
    String user = users.get(step.other() % users.size());
    return switch (step.operation()) {
      case LOG_IN -> logIn(client, step.other(), SessionsPerUser.NONE);
      case LOG_IN_UNLESS_FULL -> logIn(client, step.other(), TWO);
      case LOG_IN_MAKING_ROOM -> logIn(client, step.other(), LATEST_TWO);
      case ACCESS -> Optional.of(StoreCall.of(store -> store.access(now)));
      case ACCESS_WITH_A_WRONG_SECRET -> accessWrongly(now);
      case SHOW_WHAT_ROTATION_GAVE -> show(client, now.showing(client.offered));
      case PEEK -> Optional.of(StoreCall.of(store -> store.peek(now)));
      case READ -> Optional.of(StoreCall.of(store -> store.read(now)));
      case PUT -> change(now, one(name, new Put(newValue())));
      case EDIT -> change(now, one(name, new Edit(RandomClients::exclaimed)));
      case REMOVE -> change(now, one(name, new Remove()));
      case MERGE -> change(now, nested(new Merge(TREE, EncodedValue.json("{\"n\":0}"))));
      case MERGE_ANOTHER ->
          change(now, nested(new Merge(TREE, EncodedValue.json("{\"n\":null,\"m\":{}}"))));
      case COUNT_A_MEMBER -> change(now, nested(new Increment(MemberPath.parse("tree.n"), 1)));
      case LABEL -> change(now, labelled("device " + step.other()));
      case CHANGE_AS_READ -> changeAsRead(now, name);
      case LOGIN -> login(client, user);
      case LOGIN_AGAIN -> login(client, client.renewal);
      case ROTATE -> rotate(client);
      case JOIN_ANOTHER_CLIENT -> continueWith(client, clients.get(step.other()).now);
      case RETURN_TO_THE_SESSION_BEFORE -> continueWith(client, client.before);
      case REVOKE -> Optional.of(StoreCall.of(store -> store.revoke(now)));
      case REVOKE_AS_READ -> Optional.of(StoreCall.of(store -> store.revokeAsRead(now)));
      case REVOKE_ALL -> revokeAll(user, Optional.empty());
      case REVOKE_OTHERS -> revokeAll(user, Optional.of(now));
      case LIST -> Optional.of(StoreCall.of(store -> store.list(user)));
    };
  }

  /** Calls that read everything that is visible from outside. */
  List<StoreCall> state() {
    return Stream.concat(
            IntStream.rangeClosed(0, sessions)
                .mapToObj(
                    session -> StoreCall.of(store -> store.read(new SessionHandle(session, 0)))),
            users.stream().map(user -> StoreCall.of(store -> store.list(user))))
        .toList();
  }

  private Optional<StoreCall> logIn(Client client, int whose, SessionsPerUser limit) {
    SessionHandle next = newHandle();
    Optional<String> user = users.stream().skip(whose).findFirst();
    return Optional.of(
        new StoreCall(
            store -> store.create(next, user, limit),
            answer -> continueIf("admitted", client, next, answer)));
  }

  private Optional<StoreCall> accessWrongly(SessionHandle now) {
    SessionHandle wrong = now.showing(++secrets);
    return Optional.of(StoreCall.of(store -> store.access(wrong)));
  }

  private static Optional<StoreCall> show(Client client, SessionHandle next) {
    return Optional.of(
        new StoreCall(
            store -> store.access(next), answer -> continueIf("live", client, next, answer)));
  }

  private static Optional<StoreCall> change(SessionHandle now, SessionDelta delta) {
    return Optional.of(StoreCall.of(store -> store.change(now, delta)));
  }

  private static Optional<StoreCall> changeAsRead(SessionHandle now, String name) {
    SessionDelta delta = one(name, new Edit(RandomClients::exclaimed));
    return Optional.of(StoreCall.of(store -> store.changeAsRead(now, delta)));
  }

  private Optional<StoreCall> login(Client client, String user) {
    client.renewal = new Renewal(client.now, newHandle(), user);
    return login(client, client.renewal);
  }

  private static Optional<StoreCall> login(Client client, Renewal renewal) {
    if (renewal.user().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StoreCall(
            store -> store.login(renewal.old(), renewal.next(), renewal.user()),
            answer -> continueIf("admitted", client, renewal.next(), answer),
            Optional.of(renewal.next())));
  }

  private Optional<StoreCall> rotate(Client client) {
    SessionHandle now = client.now;
    int next = ++secrets;
    return Optional.of(
        new StoreCall(store -> store.rotate(now, next), answer -> client.offered = next));
  }

  private static Optional<StoreCall> continueWith(Client client, SessionHandle handle) {
    client.continueAs(handle);
    return Optional.empty();
  }

  private static Optional<StoreCall> revokeAll(String user, Optional<SessionHandle> except) {
    return Optional.of(StoreCall.of(store -> store.revokeAll(user, except)));
  }

  private static void continueIf(String success, Client client, SessionHandle next, String answer) {
    if (answer.startsWith(success)) {
      client.continueAs(next);
    }
  }

  private SessionHandle newHandle() {
    return new SessionHandle(++sessions, ++secrets);
  }

  private EncodedValue newValue() {
    return EncodedValue.text("v" + ++values);
  }

  private static Optional<EncodedValue> exclaimed(Optional<EncodedValue> old) {
    return Optional.of(EncodedValue.text(old.map(EncodedValue::text).orElse("") + "!"));
  }

  private static SessionDelta one(String name, Change change) {
    return SessionDelta.of(Map.of(name, change));
  }

  private static SessionDelta nested(MemberChange change) {
    return one("tree", new Nested(List.of(change)));
  }

  private static SessionDelta labelled(String label) {
    return new SessionDelta(Map.of(), Optional.of(label), Optional.empty());
  }
}
