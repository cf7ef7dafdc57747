package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Stale;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Consecutive sweeps while many threads log in and out: law 2. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#swept")
final class SweepRaceIT extends OnRedis {

  private static final int THREADS = 16;
  private static final int LOGINS = 200_000;
  private static final int USERS = 8;

  private final Stale stale = new Stale(keys, redis);
  private final Sessions sessions = Sessions.over(store, new JsonCodec()).build();
  private final AtomicBoolean over = new AtomicBoolean();

  SweepRaceIT(Setup setup) {
    super(setup);
  }

  @Test
  void noLiveSessionEverLeavesItsIndex() {
    for (int user = 0; user < USERS; user++) {
      stale.enter("user" + user, 50);
    }
    try (RedisMaintenance maintenance = RedisMaintenance.connect(setup.maintenanceSettings())) {
      CompletableFuture<Integer> sweeps = CompletableFuture.supplyAsync(() -> sweepOn(maintenance));
      int each = Math.max(20, Rounds.of(LOGINS) / THREADS);
      Concurrently.many(THREADS, number -> comeAndGo(number, each));
      over.set(true);
      assertThat(sweeps.join()).isPositive();
    }
  }

  private int sweepOn(RedisMaintenance maintenance) {
    int done = 0;
    while (!over.get() || done == 0) {
      Started<SweepReport> started =
          (Started<SweepReport>) Await.of(maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)));
      assertThat(Await.of(started.end()).state()).isEqualTo(State.DONE);
      done++;
    }
    return done;
  }

  /** Each login finds its own session in the list until it is revoked. */
  private int comeAndGo(int number, int logins) {
    Random random = new Random(number);
    for (int i = 0; i < logins; i++) {
      String user = "user" + random.nextInt(USERS);
      Issued issued = sessions.create(NewSession.of(user)).orElseThrow();
      SessionId id = issued.session().id();
      assertThat(redisNames(user, id)).as("in its index").isTrue();
      sessions.revoke(issued.session(), EndReason.LOGOUT);
    }
    return logins;
  }

  private boolean redisNames(String user, SessionId id) {
    return sessions.list(user).stream().anyMatch(session -> session.id().equals(id));
  }
}
