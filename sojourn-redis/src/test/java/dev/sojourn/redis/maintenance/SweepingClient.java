package dev.sojourn.redis.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.OtherJvm;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import dev.sojourn.spi.SweepRequest;
import dev.sojourn.testkit.Await;
import java.time.Duration;

/**
 * A process that runs one sweep with a short lease. Environment variables name the server; standard
 * output reports the start and the end.
 */
final class SweepingClient {

  static final String URI = "SWEEPING_CLIENT_URI";

  /** The lease is short, but longer than a process may be stalled on a busy machine. */
  static final JobSettings HASTY =
      new JobSettings(
          Duration.ofSeconds(3), Duration.ZERO, Duration.ofSeconds(5), Duration.ofDays(1));

  private SweepingClient() {}

  public static void main(String[] args) {
    RedisSettings settings =
        RedisSettings.of(System.getenv(URI)).withCommandTimeout(OtherJvm.PATIENT);
    RedisMaintenance maintenance = RedisMaintenance.connect(settings, HASTY);
    Started<SweepReport> started =
        (Started<SweepReport>) Await.of(maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)));
    System.out.println("begun");
    SweepReport end = Await.ofJob(started.end());
    System.out.println(end.state() + " " + end.detail().orElse(""));
    System.exit(0);
  }
}
