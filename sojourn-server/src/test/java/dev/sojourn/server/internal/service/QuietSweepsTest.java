package dev.sojourn.server.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.server.internal.api.FakeMaintenance;
import dev.sojourn.server.internal.api.LogLines;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport.State;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One sweep a day within the quiet hours, and none outside them. */
final class QuietSweepsTest {

  private static final Instant START = Instant.parse("2026-11-26T02:00:00Z");
  private static final Instant WITHIN = START.plusSeconds(600);

  private final FakeMaintenance maintenance = new FakeMaintenance();
  private Instant now = WITHIN;
  private final QuietSweeps sweeps =
      new QuietSweeps(maintenance, QuietHours.parse("02:00-05:00"), () -> now);

  @AfterEach
  void end() {
    sweeps.close();
  }

  @Test
  void oneBeginsWithinThemAndEndsWithThem() {
    sweeps.check();
    assertThat(maintenance.requests())
        .containsExactly(new SweepRequest(SweepMode.REMOVE, Duration.ofHours(3).minusSeconds(600)));
  }

  @Test
  void noneBeginsOutsideOfThem() {
    now = START.minusMillis(1);
    sweeps.check();
    now = START.plus(Duration.ofHours(3));
    sweeps.check();
    assertThat(maintenance.requests()).isEmpty();
  }

  @Test
  void whatIsDoneIsDoneForTheDay() {
    maintenance.remember(FakeMaintenance.report(State.DONE, SweepMode.REMOVE, 1, 1, START));
    sweeps.check();
    assertThat(maintenance.requests()).isEmpty();
    now = WITHIN.plus(Duration.ofDays(1));
    sweeps.check();
    assertThat(maintenance.requests()).hasSize(1);
  }

  @Test
  void oneThatRunsIsLeftToRun() {
    maintenance.remember(
        FakeMaintenance.report(State.RUNNING, SweepMode.REMOVE, 1, 1, START.minusSeconds(60)));
    sweeps.check();
    assertThat(maintenance.requests()).isEmpty();
  }

  @Test
  void oneThatDidNotEndIsGoneOnWith() {
    maintenance.remember(FakeMaintenance.report(State.FAILED, SweepMode.REMOVE, 1, 1, START));
    sweeps.check();
    assertThat(maintenance.requests()).hasSize(1);
  }

  @Test
  void aDryRunIsNoSweep() {
    maintenance.remember(FakeMaintenance.report(State.DONE, SweepMode.DRY_RUN, 1, 1, WITHIN));
    sweeps.check();
    assertThat(maintenance.requests()).hasSize(1);
  }

  @Test
  void aMissingRightIsSaidOnceAtTheStart() {
    maintenance.fail(new MaintenanceNotAllowed("the Redis user lacks the right for SCAN"));
    try (LogLines log = new LogLines()) {
      sweeps.start();
      sweeps.check();
      sweeps.check();
      assertThat(log.with("the Redis user lacks the right for SCAN")).hasSize(1);
      assertThat(log.with("sweeping once a day within 02:00-05:00 UTC")).hasSize(1);
    }
  }

  @Test
  void troublePassesBy() {
    maintenance.fail(new StoreUnavailable("Redis did not answer in time", null));
    sweeps.check();
    maintenance.heal();
    sweeps.check();
    assertThat(maintenance.requests()).hasSize(1);
  }
}
