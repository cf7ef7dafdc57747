package dev.sojourn.testkit;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionDelta.Edit;
import dev.sojourn.SessionDelta.Nested;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The few clients of a random run, and what each of them holds: at first a session that nobody
 * created. Makes questions out of steps. Not thread-safe.
 */
final class Clients {

  private static final MemberPath TREE = MemberPath.of("tree");
  private static final SessionLimit TWO = new SessionLimit(2, AtLimit.REFUSE);
  private static final SessionLimit LATEST_TWO = new SessionLimit(2, AtLimit.END_OLDEST);

  private final List<String> users;
  private final List<Client> clients = Stream.generate(Client::new).limit(Step.CLIENTS).toList();
  private int sessions;
  private int secrets;
  private int values;

  /** What one client holds. */
  private static final class Client {
    private Handle now = new Handle(0, 0);
    private Handle before = now;
    private Renewal renewal = new Renewal(now, now, "");
    private int offered;

    private void goOnAs(Handle handle) {
      before = now;
      now = handle;
    }
  }

  /** An authentication: what is shown, what it is to become, and whose. */
  private record Renewal(Handle old, Handle next, String user) {}

  /** The users' names tell this run from others on the same store. */
  Clients(String run) {
    users = List.of("ada of " + run, "bob of " + run);
  }

  /** What the step asks; empty when it asks nothing. */
  Optional<Question> question(Step step) {
    Client client = clients.get(step.client());
    Handle now = client.now;
    String name = "a" + step.other();
    String user = users.get(step.other() % users.size());
    return switch (step.deed()) {
      case LOG_IN -> logIn(client, step.other(), SessionLimit.NONE);
      case LOG_IN_UNLESS_FULL -> logIn(client, step.other(), TWO);
      case LOG_IN_MAKING_ROOM -> logIn(client, step.other(), LATEST_TWO);
      case ACCESS -> Optional.of(Question.of(side -> side.access(now)));
      case ACCESS_WITH_A_WRONG_SECRET -> accessWrongly(now);
      case SHOW_WHAT_ROTATION_GAVE -> show(client, now.showing(client.offered));
      case PEEK -> Optional.of(Question.of(side -> side.peek(now)));
      case READ -> Optional.of(Question.of(side -> side.read(now)));
      case PUT -> change(now, one(name, new Put(newValue())));
      case EDIT -> change(now, one(name, new Edit(Clients::exclaimed)));
      case REMOVE -> change(now, one(name, new Remove()));
      case MERGE -> change(now, nested(new Merge(TREE, EncodedValue.json("{\"n\":0}"))));
      case MERGE_ANOTHER ->
          change(now, nested(new Merge(TREE, EncodedValue.json("{\"n\":null,\"m\":{}}"))));
      case COUNT_A_MEMBER -> change(now, nested(new Increment(MemberPath.parse("tree.n"), 1)));
      case LABEL -> change(now, labelled("device " + step.other()));
      case CHANGE_AS_READ -> changeAsRead(now, name);
      case AUTHENTICATE -> authenticate(client, user);
      case AUTHENTICATE_AGAIN -> authenticate(client, client.renewal);
      case ROTATE -> rotate(client);
      case JOIN_ANOTHER_CLIENT -> goOn(client, clients.get(step.other()).now);
      case RETURN_TO_THE_SESSION_BEFORE -> goOn(client, client.before);
      case REVOKE -> Optional.of(Question.of(side -> side.revoke(now)));
      case REVOKE_AS_READ -> Optional.of(Question.of(side -> side.revokeAsRead(now)));
      case REVOKE_ALL -> revokeAll(user, Optional.empty());
      case REVOKE_OTHERS -> revokeAll(user, Optional.of(now));
      case LIST -> Optional.of(Question.of(side -> side.list(user)));
    };
  }

  /** Everything that can be seen from outside. */
  List<Question> state() {
    return Stream.concat(
            IntStream.rangeClosed(0, sessions)
                .mapToObj(session -> Question.of(side -> side.read(new Handle(session, 0)))),
            users.stream().map(user -> Question.of(side -> side.list(user))))
        .toList();
  }

  private Optional<Question> logIn(Client client, int whose, SessionLimit limit) {
    Handle next = newHandle();
    Optional<String> user = users.stream().skip(whose).findFirst();
    return Optional.of(
        new Question(
            side -> side.create(next, user, limit),
            answer -> goOnIf("admitted", client, next, answer)));
  }

  private Optional<Question> accessWrongly(Handle now) {
    Handle wrong = now.showing(++secrets);
    return Optional.of(Question.of(side -> side.access(wrong)));
  }

  private static Optional<Question> show(Client client, Handle next) {
    return Optional.of(
        new Question(side -> side.access(next), answer -> goOnIf("live", client, next, answer)));
  }

  private static Optional<Question> change(Handle now, SessionDelta delta) {
    return Optional.of(Question.of(side -> side.change(now, delta)));
  }

  private static Optional<Question> changeAsRead(Handle now, String name) {
    SessionDelta delta = one(name, new Edit(Clients::exclaimed));
    return Optional.of(Question.of(side -> side.changeAsRead(now, delta)));
  }

  private Optional<Question> authenticate(Client client, String user) {
    client.renewal = new Renewal(client.now, newHandle(), user);
    return authenticate(client, client.renewal);
  }

  private static Optional<Question> authenticate(Client client, Renewal renewal) {
    if (renewal.user().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Question(
            side -> side.authenticate(renewal.old(), renewal.next(), renewal.user()),
            answer -> goOnIf("admitted", client, renewal.next(), answer),
            Optional.of(renewal.next())));
  }

  private Optional<Question> rotate(Client client) {
    Handle now = client.now;
    int next = ++secrets;
    return Optional.of(
        new Question(side -> side.rotate(now, next), answer -> client.offered = next));
  }

  private static Optional<Question> goOn(Client client, Handle handle) {
    client.goOnAs(handle);
    return Optional.empty();
  }

  private static Optional<Question> revokeAll(String user, Optional<Handle> except) {
    return Optional.of(Question.of(side -> side.revokeAll(user, except)));
  }

  private static void goOnIf(String well, Client client, Handle next, String answer) {
    if (answer.startsWith(well)) {
      client.goOnAs(next);
    }
  }

  private Handle newHandle() {
    return new Handle(++sessions, ++secrets);
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
