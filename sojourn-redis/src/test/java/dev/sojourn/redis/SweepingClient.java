package dev.sojourn.redis;

import dev.sojourn.redis.care.CareSettings;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.spi.SweepRequest.Kind;
import dev.sojourn.spi.SweepStart.Begun;
import dev.sojourn.testkit.Answers;
import java.time.Duration;

/**
 * A process that sweeps once, with a short lease. It is told by its environment which server, and
 * says on standard output when it begins and how it ended.
 */
final class SweepingClient {

  static final String URI = "SWEEPING_CLIENT_URI";

  /** Its lease is short, but longer than a busy machine lets a process stand still. */
  static final CareSettings HASTY =
      new CareSettings(
          Duration.ofSeconds(3), Duration.ZERO, Duration.ofSeconds(5), Duration.ofDays(1));

  private SweepingClient() {}

  public static void main(String[] args) {
    RedisCare care = RedisCare.connect(RedisSettings.of(System.getenv(URI)), HASTY);
    Begun begun = (Begun) Answers.of(care.sweep(SweepRequest.of(Kind.REMOVE)));
    System.out.println("begun");
    SweepReport end = Answers.of(begun.end());
    System.out.println(end.state() + " " + end.detail().orElse(""));
    System.exit(0);
  }
}
