package dev.sojourn.redis.migration;

import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.rig.OtherJvm;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.testkit.Await;

/**
 * A process that runs one migration. Environment variables name the server and the layout; standard
 * output reports the start and the end.
 */
final class MigratingClient {

  private MigratingClient() {}

  public static void main(String[] args) {
    RedisMigration migration = RedisMigration.connect(OtherJvm.settings(), OnMoved.EAGER);
    Started<MigrationReport> started =
        (Started<MigrationReport>) Await.of(migration.begin(MigrationMode.MOVE));
    System.out.println("begun");
    System.out.println(Await.ofJob(started.end()).state());
    System.exit(0);
  }
}
