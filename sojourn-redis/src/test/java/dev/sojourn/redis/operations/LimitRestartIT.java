package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.ObservedData;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Sample;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * FT25: two hundred clients log in the same user again and again, while Redis is killed and
 * restarted. There are never more sessions than the limit, and the index holds them all.
 */
@EachServer
final class LimitRestartIT {

  private static final int CLIENTS = 200;
  private static final int FIVE = 5;
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final String LIVE =
      "return redis.call('DBSIZE') - redis.call('EXISTS', 'user:ada:sessions')";

  private final ServerKind kind;
  private final Collection<SessionId> admitted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final CountDownLatch busy = new CountDownLatch(CLIENTS);
  private volatile boolean restarted;

  LimitRestartIT(ServerKind kind) {
    this.kind = kind;
  }

  @ParameterizedTest
  @EnumSource
  void aRedisThatForgotEverythingLetsNoMoreThanFiveIn(AtLimit atLimit) {
    storm(atLimit, server -> {});
  }

  @ParameterizedTest
  @EnumSource
  void aRedisThatKeptItsSessionsLetsNoMoreThanFiveIn(AtLimit atLimit) {
    Set<SessionId> live = storm(atLimit, server -> server.call("SAVE"));
    if (atLimit == AtLimit.REFUSE) {
      assertThat(live).containsExactlyInAnyOrderElementsOf(admitted);
    }
  }

  /** Returns the sessions that are live at the end. */
  private Set<SessionId> storm(AtLimit atLimit, Consumer<RedisServer> beforeTheKill) {
    SessionsPerUser five = new SessionsPerUser(FIVE, atLimit);
    try (RedisServer server = RedisServers.start(kind);
        FaultRig rig = FaultRig.on(server, TIMEOUT)) {
      SessionStore store = rig.connectionThrough().store();
      List<Long> answers =
          Concurrently.many(
              CLIENTS + 2,
              number ->
                  switch (number) {
                    case 0 -> mostSeen(server);
                    case 1 -> restart(server, beforeTheKill);
                    default -> logIn(store, five);
                  });
      assertThat(answers.get(0)).as("sessions at once").isBetween(1L, (long) FIVE);
      assertThat(refused).as("logins while Redis was away").hasPositiveValue();
      return liveSessions(server, store);
    }
  }

  private long restart(RedisServer server, Consumer<RedisServer> beforeTheKill) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> answered.get() > CLIENTS);
    beforeTheKill.accept(server);
    server.restart();
    restarted = true;
    return 0;
  }

  /** Logs in until a login that started after the restart gets a result. */
  private long logIn(SessionStore store, SessionsPerUser limit) {
    boolean last;
    boolean done;
    do {
      last = restarted;
      done = hasResult(store, limit);
    } while (!(last && done));
    busy.countDown();
    return 0;
  }

  private boolean hasResult(SessionStore store, SessionsPerUser limit) {
    SessionDraft draft = Sample.of("ada").draft(store);
    try {
      if (Await.of(store.create(draft, limit)) instanceof Admitted) {
        admitted.add(draft.id());
      }
      answered.incrementAndGet();
      return true;
    } catch (StoreUnavailable e) {
      refused.incrementAndGet();
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      return false;
    }
  }

  /** Counts all keys in one step, so that no session appears between two counts. */
  private long mostSeen(RedisServer server) {
    long most = 0;
    while (busy.getCount() > 0) {
      try (RespClient observer = server.connect()) {
        while (busy.getCount() > 0) {
          most = Math.max(most, observer.number("EVAL", LIVE, "0"));
        }
      } catch (UncheckedIOException | RespError e) {
        // The server is restarting, or loading its snapshot.
      }
    }
    return most;
  }

  private static Set<SessionId> liveSessions(RedisServer server, SessionStore store) {
    try (RespClient admin = server.connect()) {
      ObservedData observed = ObservedData.in(admin, store);
      assertThat(observed.strays()).as("sessions that are missing in the index").isEmpty();
      assertThat(observed.ids()).hasSizeBetween(1, FIVE);
      return observed.ids();
    }
  }
}
