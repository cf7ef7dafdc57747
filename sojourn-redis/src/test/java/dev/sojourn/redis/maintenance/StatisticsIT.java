package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Stale;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Statistics are exact where there is little. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#swept")
final class StatisticsIT extends OnRedis {

  private final RedisMaintenance maintenance =
      RedisMaintenance.connect(setup.maintenanceSettings());

  StatisticsIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    maintenance.close();
  }

  @Test
  void whatIsLittleIsCounted() {
    IntStream.range(0, 30).forEach(n -> logIn("user" + n % 10));
    IntStream.range(0, 5).forEach(n -> Sample.anonymous().in(store));
    redis.at("other").call("SETEX", "other", "60", "x");
    new Stale(keys, redis).enter("gone", 4);

    Statistics told = Await.of(maintenance.statistics());

    assertThat(told.isEstimate()).isFalse();
    assertThat(told.keys()).isEqualTo(30 + 5 + 10 + 1 + 1);
    assertThat(told.sessions()).isEqualTo(35);
    assertThat(told.users()).isEqualTo(11);
    assertThat(told.indexEntries()).isEqualTo(34);
    assertThat(told.memoryBytes()).isPositive();
    assertThat(told.memoryMost()).isEmpty();
    assertThat(told.timesLeft()).hasSize(35).isSorted();
    assertThat(told.timeLeft(50).orElseThrow())
        .isBetween(Duration.ofMinutes(1), Duration.ofDays(400));
    assertThat(told.latestSweep()).isEmpty();
  }

  @Test
  void nothingIsCountedAsNothing() {
    Statistics told = Await.of(maintenance.statistics());
    assertThat(told.isEstimate()).isFalse();
    assertThat(List.of(told.keys(), told.sessions(), told.users(), told.indexEntries()))
        .containsOnly(0L);
    assertThat(told.timeLeft(50)).isEmpty();
  }

  @Test
  void theLatestSweepIsTold() {
    Await.of(
        ((Started<SweepReport>) Await.of(maintenance.sweep(SweepRequest.of(SweepMode.DRY_RUN))))
            .end());
    assertThat(Await.of(maintenance.statistics()).latestSweep().orElseThrow().mode())
        .isEqualTo(SweepMode.DRY_RUN);
  }
}
