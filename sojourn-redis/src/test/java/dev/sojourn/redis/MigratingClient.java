package dev.sojourn.redis;

import dev.sojourn.spi.MigrationReport.Kind;
import dev.sojourn.spi.MigrationStart.Begun;
import dev.sojourn.testkit.Answers;

/**
 * A process that moves sessions once. It is told by its environment which server, and into which
 * layout, and says on standard output when it begins and how it ended.
 */
final class MigratingClient {

  private MigratingClient() {}

  public static void main(String[] args) {
    RedisMigration migration = RedisMigration.connect(OtherJvm.settings(), OnMoved.EAGER);
    Begun begun = (Begun) Answers.of(migration.begin(Kind.MOVE));
    System.out.println("begun");
    System.out.println(Answers.of(begun.end()).state());
    System.exit(0);
  }
}
