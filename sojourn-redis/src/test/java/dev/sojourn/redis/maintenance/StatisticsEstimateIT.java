package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.rig.FilledUsers;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.spi.Statistics;
import dev.sojourn.testkit.Await;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** With many keys, statistics are an estimate from a bounded number of steps. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#sweptPlain")
final class StatisticsEstimateIT extends OnRedis {

  private static final int MANY = 60_000;

  private final RedisMaintenance maintenance =
      RedisMaintenance.connect(setup.maintenanceSettings());

  StatisticsEstimateIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    maintenance.close();
  }

  @Test
  void whatIsMuchIsEstimatedInBoundedSteps() {
    FilledUsers.with(redis.serverOf(""), MANY / 3, 0);
    try (CommandMonitor monitor = monitor("")) {
      Statistics statistics = Await.of(maintenance.statistics());

      assertThat(statistics.isEstimate()).isTrue();
      assertThat(statistics.keys()).isCloseTo(MANY * 4L / 3, within((long) MANY / 100));
      assertThat(statistics.sessions()).isCloseTo(MANY, Percentage.withPercentage(5));
      assertThat(statistics.users()).isCloseTo(MANY / 3, Percentage.withPercentage(15));
      assertThat(statistics.indexEntries()).isCloseTo(MANY, Percentage.withPercentage(15));
      List<String> sent = monitor.commands().stream().map(MonitoredCommand::name).toList();
      assertThat(sent).doesNotContain("KEYS").filteredOn("SCAN"::equals).hasSizeBetween(1, 20);
      assertThat(sent).hasSizeLessThan(1100);
    }
  }
}
