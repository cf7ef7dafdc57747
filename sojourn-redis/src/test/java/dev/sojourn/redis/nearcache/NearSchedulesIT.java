package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.InvalidationBus.Registration;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of operations on cached sessions: the cache agrees with Redis at once after an
 * operation of this server, and after the message about one of another server.
 */
@EachServer
class NearSchedulesIT {

  /** On each of three kinds of server. */
  private static final int SCHEDULES = Rounds.of(3_400);

  private static final int SESSIONS = 5;
  private static final int STEPS = 8;

  /** So large that two or three entries fit, and each new one evicts another. */
  private static final String LARGE = "x".repeat(12_000);

  private static final NearCacheSettings NARROW = NearCacheSettings.DEFAULT.withMostBytes(1 << 16);

  private final NearRig rig;
  private final long seed = Long.getLong("sojourn.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final BlockingQueue<SessionId> messages = new LinkedBlockingQueue<>();
  private final Registration registration;
  private final List<SessionToken> tokens = new ArrayList<>();

  NearSchedulesIT(ServerKind kind) {
    rig = NearRig.on(SharedServers.fresh(kind), NARROW);
    registration = rig.near().invalidations().onInvalidated(messages::add);
  }

  @AfterEach
  void end() {
    registration.close();
    rig.close();
  }

  @Test
  void whatIsKeptIsNeverStale() throws InterruptedException {
    for (int schedule = 0; schedule < SCHEDULES; schedule++) {
      tokens.clear();
      for (int step = 0; step < STEPS; step++) {
        assertNotStale(step());
      }
      tokens.forEach(this::assertNotStale);
      tokens.forEach(token -> rig.beside().revoke(token.id(), EndReason.LOGOUT));
    }
  }

  /** Runs a random operation on a session; returns its token. */
  private SessionToken step() throws InterruptedException {
    if (tokens.size() < SESSIONS) {
      tokens.add(
          rig.beside().create(NewSession.of("ada").with("large", LARGE)).orElseThrow().token());
    }
    SessionToken token = tokens.get(random.nextInt(tokens.size()));
    switch (random.nextInt(8)) {
      case 0 -> rig.here().access(token);
      case 1 -> awaitMessage(token, () -> change(rig.beside(), token));
      case 2 -> change(rig.here(), token);
      case 3 -> awaitMessage(token, () -> revoke(rig.beside(), token));
      case 4 -> revoke(rig.here(), token);
      case 5 -> awaitMessage(token, () -> publish(token));
      case 6 ->
          rig.server().call("PEXPIRE", Keys.of(token.id()), "" + (1 + random.nextInt(10_000_000)));
      default -> reconnect();
    }
    return token;
  }

  private void change(Sessions sessions, SessionToken token) {
    sessions.change(token.id(), changes -> changes.set("n", random.nextInt()));
  }

  private static void revoke(Sessions sessions, SessionToken token) {
    sessions.revoke(token.id(), EndReason.LOGOUT);
  }

  private void publish(SessionToken token) {
    rig.server().call("PUBLISH", "session:invalidate", token.id().value());
  }

  /**
   * Runs an operation of another server and awaits its message; without a session there is none.
   */
  private void awaitMessage(SessionToken token, Runnable elsewhere) throws InterruptedException {
    boolean live = rig.beside().peek(token.id()).isPresent();
    messages.clear();
    elsewhere.run();
    for (boolean waiting = live; waiting; ) {
      SessionId id = messages.poll(NearRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(id).as("the message, seed %d", seed).isNotNull();
      waiting = !token.id().equals(id);
    }
  }

  private void reconnect() {
    if (random.nextInt(20) > 0) {
      return;
    }
    long before = rig.state().subscriptions();
    rig.server().call("CLIENT", "KILL", "TYPE", "pubsub");
    await().pollInterval(Duration.ofMillis(2)).until(() -> rig.state().subscriptions() > before);
  }

  private void assertNotStale(SessionToken token) {
    Optional<Integer> cached = rig.here().access(token).map(NearSchedulesIT::number);
    Optional<Integer> stored = rig.beside().peek(token.id()).map(NearSchedulesIT::number);
    assertThat(cached).as("seed %d", seed).isEqualTo(stored);
  }

  private static int number(Session session) {
    return session.get("n", Integer.class).orElse(0);
  }
}
