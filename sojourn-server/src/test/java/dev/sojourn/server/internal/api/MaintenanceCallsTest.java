package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport.State;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The maintenance operations over HTTP. */
final class MaintenanceCallsTest {

  private final TestService service = TestService.start();
  private final Caller caller = service.caller(java.util.Optional.of(TestService.OPERATOR_KEY));

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aSweepBeginsAndIsToldWhoeverAsks() {
    Reply begun = caller.post("/v1/sweeps", "");

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.text())
        .isEqualTo(
            "{\"state\":\"running\",\"users\":0,\"stale\":0,\"removed\":0,\"dryRun\":false,"
                + "\"startedAt\":\"2026-11-24T01:00:12.345Z\",\"millis\":1500}");
    assertThat(caller.get("/v1/sweeps/latest").text()).isEqualTo(begun.text());
    assertThat(service.maintenance().requests().get(0).mode()).isEqualTo(SweepMode.REMOVE);
  }

  @Test
  void aDryRunIsOne() {
    assertThat(caller.post("/v1/sweeps", "{\"dryRun\":true}").at("/dryRun")).isEqualTo("true");
    assertThat(service.maintenance().requests().get(0).mode()).isEqualTo(SweepMode.DRY_RUN);
  }

  @Test
  void whatIsNoTruthIsNoDryRun() {
    assertProblem(caller.post("/v1/sweeps", "{\"dryRun\":1}"), 400, "malformed-request")
        .at("/dryRun");
    assertProblem(caller.post("/v1/sweeps", "{\"dry\":true}"), 400, "malformed-request").at("/dry");
    assertThat(service.maintenance().requests()).isEmpty();
  }

  @Test
  void ofTwoSweepsTheSecondIsRefused() {
    caller.post("/v1/sweeps", "{}");
    assertProblem(caller.post("/v1/sweeps", "{}"), 409, "sweep-running").nowhere();
  }

  @Test
  void withoutASweepThereIsNoLatest() {
    assertProblem(caller.get("/v1/sweeps/latest"), 404, "no-sweep-yet").nowhere();
  }

  @Test
  void statisticsSayHowMuchThereIs() {
    assertThat(caller.get("/v1/stats").text())
        .isEqualTo(
            "{\"estimate\":true,\"keys\":30000,\"sampledKeys\":10000,\"sessions\":19000,"
                + "\"users\":9000,\"indexEntries\":21000,"
                + "\"memory\":{\"usedBytes\":7000000,\"mostBytes\":9000000,\"evictionPolicy\":\"volatile-lru\"},"
                + "\"timeLeft\":{\"p10\":\"PT1S\",\"p50\":\"PT1S\",\"p90\":\"PT20M\",\"p99\":\"PT20M\"},"
                + "\"nearCache\":null,\"lastSweep\":null}");
  }

  @Test
  void aMissingRightIsToldAndSessionsAreServed() {
    service
        .maintenance()
        .fail(new MaintenanceNotAllowed("the Redis user lacks the right for SCAN"));
    for (Reply reply :
        List.of(
            caller.post("/v1/sweeps", "{}"),
            caller.get("/v1/sweeps/latest"),
            caller.get("/v1/stats"))) {
      assertProblem(reply, 501, "maintenance-not-allowed").nowhere();
      assertThat(reply.at("/detail")).isEqualTo("The Redis user lacks the right for SCAN.");
    }
    assertThat(service.caller().post("/v1/sessions", "{}").status()).isEqualTo(201);
  }

  @Test
  void aSweepIsCountedAndLogged() {
    try (LogLines log = new LogLines()) {
      caller.post("/v1/sweeps", "{}");
      service
          .maintenance()
          .remember(
              FakeMaintenance.report(State.DONE, SweepMode.REMOVE, 10, 4, FakeMaintenance.BEGUN));

      assertThat(service.caller().get("/metrics").text().lines())
          .contains(
              "sojourn_sweep_users_total 10.0",
              "sojourn_sweep_stale_total 4.0",
              "sojourn_sweep_removed_total 4.0",
              "sojourn_sweep_seconds_count{kind=\"remove\",state=\"done\"} 1");
      assertThat(log.with("sweep started")).hasSize(1);
      assertThat(log.with("sweep finished"))
          .singleElement()
          .asString()
          .contains("{\"removed\":\"4\"}");
    }
  }

  @Test
  void itIsClosedWithTheService() {
    service.close();
    assertThat(service.maintenance().isClosed()).isTrue();
  }
}
