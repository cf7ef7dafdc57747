package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.FilledUsers;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.ProcessOutput;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.JobStart;
import dev.sojourn.spi.JobStart.AlreadyRunning;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that is killed or suspended in the middle of its sweep (FT11, FT27). */
@EachServer
final class SweepProcessIT {

  private static final int USERS = 10_000;

  private final RedisServer server;
  private final RespClient admin;
  private final RedisMaintenance maintenance;
  private final RedisSessions sessions;

  SweepProcessIT(ServerKind kind) {
    server = SharedServers.fresh(kind);
    admin = server.connect();
    maintenance = RedisMaintenance.connect(RedisSettings.of(server.maintenanceUri()));
    sessions = RedisSessions.connect(RedisSettings.of(server.userUri()));
  }

  @BeforeEach
  void fill() {
    FilledUsers.with(server, USERS, 1);
  }

  @AfterEach
  void end() {
    maintenance.close();
    sessions.close();
    admin.close();
    Invariants.of(server).everyKeyExpiresWithin(Duration.ofDays(400)).noConnectionIsLeft();
  }

  @Test
  void aKilledSweepIsResumed() throws IOException {
    Process process = client().start();
    ProcessOutput said = ProcessOutput.of(process);
    try {
      assertThat(said.next()).isEqualTo("begun");
      awaitProgress();
      assertThat(begin()).isInstanceOf(AlreadyRunning.class);
    } finally {
      process.destroyForcibly().onExit().join();
    }
    awaitNoLease();
    SweepReport killed = latest();
    assertThat(killed.state()).isEqualTo(State.FAILED);
    assertThat(killed.detail().orElseThrow()).startsWith("its server stopped unexpectedly");
    assertThat(killed.users()).isBetween(1L, USERS - 1L);

    SweepReport done = Await.ofJob(((Started<SweepReport>) begin()).end());

    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.users()).isBetween((long) USERS, USERS + killed.users());
    assertNothingIsStale();
  }

  /** After its suspension it completes the step that it was in, which does no harm. */
  @Test
  void aSweepSuspendedPastItsLeaseDoesNoHarm() throws IOException {
    Process process = client().start();
    ProcessOutput said = ProcessOutput.of(process);
    try {
      assertThat(said.next()).isEqualTo("begun");
      awaitProgress();
      signal("STOP", process);
      awaitNoLease();
      SweepReport other = Await.ofJob(((Started<SweepReport>) begin()).end());
      assertThat(other.state()).isEqualTo(State.DONE);
      Issued live = sessions.sessions().create(NewSession.of("u1")).orElseThrow();

      signal("CONT", process);

      assertThat(said.next()).startsWith("FAILED lost its lease");
      assertThat(latest()).isEqualTo(other);
      assertThat(sessions.sessions().list("u1"))
          .extracting(session -> session.id())
          .contains(live.session().id());
      assertNothingIsStale();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private JobStart<SweepReport> begin() {
    return Await.of(maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)));
  }

  private SweepReport latest() {
    return Await.of(maintenance.latestSweep()).orElseThrow();
  }

  private void awaitProgress() {
    await().pollInterval(Duration.ofMillis(5)).until(() -> latest().users() > 0);
  }

  private void awaitNoLease() {
    await().until(() -> admin.number("EXISTS", "sweep:lease") == 0);
  }

  /** Two of the three ids of each are live. */
  private void assertNothingIsStale() {
    for (int user = 1; user <= USERS; user += 97) {
      String index = "user:u" + user + ":sessions";
      assertThat(admin.number("SCARD", index)).as(index).isBetween(2L, user == 1 ? 3L : 2L);
    }
  }

  private ProcessBuilder client() {
    ProcessBuilder client =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            SweepingClient.class.getName());
    client.environment().put(SweepingClient.URI, server.maintenanceUri());
    return client.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void signal(String name, Process process) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
    assertThat(Optional.of(kill.onExit().join().exitValue())).contains(0);
  }
}
