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

/** With few keys, statistics are exact. */
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

    Statistics statistics = Await.of(maintenance.statistics());

    assertThat(statistics.isEstimate()).isFalse();
    assertThat(statistics.keys()).isEqualTo(30 + 5 + 10 + 1 + 1);
    assertThat(statistics.sessions()).isEqualTo(35);
    assertThat(statistics.users()).isEqualTo(11);
    assertThat(statistics.indexEntries()).isEqualTo(34);
    assertThat(statistics.memoryBytes()).isPositive();
    assertThat(statistics.memoryMost()).isEmpty();
    assertThat(statistics.evictionPolicy()).isEmpty();
    assertThat(statistics.timesLeft()).hasSize(35).isSorted();
    assertThat(statistics.timeLeft(50).orElseThrow())
        .isBetween(Duration.ofMinutes(1), Duration.ofDays(400));
    assertThat(statistics.latestSweep()).isEmpty();
  }

  @Test
  void nothingIsCountedAsNothing() {
    Statistics statistics = Await.of(maintenance.statistics());
    assertThat(statistics.isEstimate()).isFalse();
    assertThat(
            List.of(
                statistics.keys(),
                statistics.sessions(),
                statistics.users(),
                statistics.indexEntries()))
        .containsOnly(0L);
    assertThat(statistics.timeLeft(50)).isEmpty();
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
