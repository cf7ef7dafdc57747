package dev.sojourn.redis.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisMigration;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.JobStart.Started;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A migration within a layout changes naming and compression. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#otherForms")
final class MigrationFormIT extends OnRedis {

  private static final String LONG = "a long text, ".repeat(20);

  private final SessionStore before = fleet.store("before", MigrationFormIT::usual);

  MigrationFormIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionIsWrittenAsWantedAndIsTheSame() {
    TestClient client = rich(before);
    SessionRecord record = client.record();
    String image = redis.image(key(client));

    assertThat(migrated(UnaryOperator.identity(), MigrationMode.DRY_RUN).moved()).isEqualTo(1);
    assertThat(redis.image(key(client))).isEqualTo(image);
    assertThat(migrated(UnaryOperator.identity(), MigrationMode.MOVE).moved()).isEqualTo(1);

    assertThat(client.record()).isEqualTo(record);
    assertLiesAs(client, rich(store));
    assertOpens(client);
  }

  @Test
  void andBack() {
    TestClient client = rich(store);
    SessionRecord record = client.record();
    assertThat(migrated(MigrationFormIT::usual, MigrationMode.MOVE).moved()).isEqualTo(1);

    assertThat(client.record()).isEqualTo(record);
    assertThat(redis.has(key(client), "secret")).isEqualTo(!setup.isCompact());
    assertThat(size(client)).isEqualTo(size(rich(before)));
  }

  @Test
  void whatLiesSoIsLeftAsItIs() {
    TestClient client = rich(store);
    Sample.of("ada").in(store);
    String image = redis.image(key(client));
    for (MigrationMode kind : MigrationMode.values()) {
      MigrationReport report = migrated(UnaryOperator.identity(), kind);
      assertThat(report.moved()).isZero();
      assertThat(report.already()).isEqualTo(2);
    }
    assertThat(redis.image(key(client))).isEqualTo(image);
  }

  private static RedisSettings usual(RedisSettings settings) {
    return settings.withNaming(NamingName.READABLE).withCompression(CompressionName.NONE);
  }

  private static TestClient rich(SessionStore server) {
    return Sample.of("ada")
        .on(Device.labelled("Phone"))
        .with("role", "admin")
        .with("note", LONG)
        .in(server);
  }

  private void assertLiesAs(TestClient client, TestClient fresh) {
    assertThat(redis.has(key(client), "secret")).isTrue();
    assertThat(size(client)).isEqualTo(size(fresh));
  }

  /** The bytes of the values; all times have the same length. */
  private int size(TestClient client) {
    String key = key(client);
    String kind = redis.at(key).text("TYPE", key);
    String read = kind.equals("hash") ? "HVALS" : kind.equals("string") ? "GET" : "JSON.GET";
    return bytes(redis.at(key).callBytes(read.getBytes(UTF_8), key.getBytes(UTF_8)));
  }

  private static int bytes(Object reply) {
    return reply instanceof byte[] text
        ? text.length
        : ((List<?>) reply).stream().mapToInt(MigrationFormIT::bytes).sum();
  }

  private MigrationReport migrated(UnaryOperator<RedisSettings> wanted, MigrationMode kind) {
    RedisSettings settings = wanted.apply(setup.migrateSettings(setup.layout()));
    try (RedisMigration migration = RedisMigration.connect(settings, OnMoved.EAGER)) {
      return Await.of(((Started<MigrationReport>) Await.of(migration.begin(kind))).end());
    }
  }
}
