package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sojourn.spi.Statistics;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Statistics are an estimate of bounded work where there is much. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#sweptPlain")
final class CensusEstimateIT extends OnRedis {

  private static final int MANY = 60_000;

  private final RedisCare care = RedisCare.connect(setup.careSettings());

  CensusEstimateIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    care.close();
  }

  @Test
  void whatIsMuchIsEstimatedInBoundedSteps() {
    Filled.with(redis.serverOf(""), MANY / 3, 0);
    try (Monitor monitor = monitor("")) {
      Statistics told = Answers.of(care.statistics());

      assertThat(told.isEstimate()).isTrue();
      assertThat(told.keys()).isCloseTo(MANY * 4L / 3, within((long) MANY / 100));
      assertThat(told.sessions()).isCloseTo(MANY, Percentage.withPercentage(5));
      assertThat(told.users()).isCloseTo(MANY / 3, Percentage.withPercentage(15));
      assertThat(told.indexEntries()).isCloseTo(MANY, Percentage.withPercentage(15));
      List<String> sent = monitor.commands().stream().map(MonitoredCommand::name).toList();
      assertThat(sent).doesNotContain("KEYS").filteredOn("SCAN"::equals).hasSizeBetween(1, 20);
      assertThat(sent).hasSizeLessThan(1100);
    }
  }
}
