package dev.sojourn.redis.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.ObservedData;
import dev.sojourn.redis.rig.Snapshot;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Two sessions of ada: the first was rotated before and has two pending secrets. Her index still
 * holds the id of a third one, which is gone. The state can be restored, and recorded scripts sent
 * again.
 */
final class LateWorld implements AutoCloseable {

  private final SessionStore store;
  private final RedisServer server;
  private final RespClient admin;
  private final TestClient client;
  private final TestClient other;
  private final SecretHash pending;
  private final Snapshot start;
  private Optional<TestClient> loggedIn = Optional.empty();

  LateWorld(RedisServer server, SessionStore store) {
    this.server = server;
    this.store = store;
    this.admin = server.connect();
    TestClient rotated = Sample.of("ada").with("role", "admin").in(store).rotated();
    rotated.access();
    this.client = rotated;
    this.pending = rotated.rotated().secret();
    rotated.rotated();
    this.other = Sample.of("ada").in(store);
    expire(Sample.of("ada").in(store));
    this.start = Snapshot.of(admin);
  }

  TestClient client() {
    return client;
  }

  TestClient other() {
    return other;
  }

  SecretHash pending() {
    return pending;
  }

  /** The session after the recorded operation, under its new id if that was a login. */
  TestClient clientAfter() {
    return loggedIn.orElse(client);
  }

  ObservedData observed() {
    return ObservedData.in(admin, store);
  }

  void restart() {
    start.restore();
  }

  /** The scripts that an operation sends from the initial state, as raw words. */
  List<List<String>> scriptsOf(LateOperation operation) {
    restart();
    loggedIn = Optional.empty();
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      operation.runToEnd(this, client);
      return monitor.commands().stream()
          .filter(command -> !command.isFromScript() && command.name().startsWith("EVAL"))
          .map(MonitoredCommand::raw)
          .toList();
    }
  }

  void send(List<String> script) {
    admin.callBytes(script.stream().map(word -> word.getBytes(ISO_8859_1)).toArray(byte[][]::new));
  }

  CompletionStage<?> logIn(TestClient from, String user) {
    Login login = from.newLogin(user);
    loggedIn = loggedIn.or(() -> Optional.of(from.after(login)));
    return store.login(from.id(), from.secret(), login, SessionsPerUser.NONE);
  }

  CompletionStage<?> expire(TestClient gone) {
    admin.call("DEL", Keys.of(gone.id()));
    return CompletableFuture.completedStage(gone);
  }

  /** As if the touch interval had passed. */
  void makeTouchDue(TestClient due) {
    long left = admin.number("PTTL", Keys.of(due.id()));
    long interval = Timeouts.DEFAULT.touchInterval().toMillis();
    admin.call("PEXPIRE", Keys.of(due.id()), "" + (left - 2 * interval));
  }

  @Override
  public void close() {
    admin.close();
  }
}
