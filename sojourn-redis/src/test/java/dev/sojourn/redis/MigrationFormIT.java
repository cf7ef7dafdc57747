package dev.sojourn.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.MigrationReport.Kind;
import dev.sojourn.spi.MigrationStart.Begun;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A migration moves sessions within their layout, to another naming, compressed or not. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#otherForms")
final class MigrationFormIT extends OnRedis {

  private static final String LONG = "a long text, ".repeat(20);

  private final SessionStore before = fleet.store("before", MigrationFormIT::usual);

  MigrationFormIT(Setup setup) {
    super(setup);
  }

  @Test
  void aSessionIsWrittenAsWantedAndIsTheSame() {
    Visit visit = rich(before);
    SessionRecord record = visit.record();
    String image = redis.image(key(visit));

    assertThat(migrated(UnaryOperator.identity(), Kind.DRY_RUN).moved()).isEqualTo(1);
    assertThat(redis.image(key(visit))).isEqualTo(image);
    assertThat(migrated(UnaryOperator.identity(), Kind.MOVE).moved()).isEqualTo(1);

    assertThat(visit.record()).isEqualTo(record);
    assertLiesAs(visit, rich(store));
    assertOpens(visit);
  }

  @Test
  void andBack() {
    Visit visit = rich(store);
    SessionRecord record = visit.record();
    assertThat(migrated(MigrationFormIT::usual, Kind.MOVE).moved()).isEqualTo(1);

    assertThat(visit.record()).isEqualTo(record);
    assertThat(redis.has(key(visit), "secret")).isEqualTo(!setup.isCompact());
    assertThat(size(visit)).isEqualTo(size(rich(before)));
  }

  @Test
  void whatLiesSoIsLeftAsItIs() {
    Visit visit = rich(store);
    Sample.of("ada").in(store);
    String image = redis.image(key(visit));
    for (Kind kind : Kind.values()) {
      MigrationReport report = migrated(UnaryOperator.identity(), kind);
      assertThat(report.moved()).isZero();
      assertThat(report.already()).isEqualTo(2);
    }
    assertThat(redis.image(key(visit))).isEqualTo(image);
  }

  private static RedisSettings usual(RedisSettings settings) {
    return settings.withNaming(NamingName.READABLE).withCompression(CompressionName.NONE);
  }

  private static Visit rich(SessionStore server) {
    return Sample.of("ada")
        .on(Device.labelled("Phone"))
        .with("role", "admin")
        .with("note", LONG)
        .in(server);
  }

  private void assertLiesAs(Visit visit, Visit fresh) {
    assertThat(redis.has(key(visit), "secret")).isTrue();
    assertThat(size(visit)).isEqualTo(size(fresh));
  }

  /** Bytes of its values, whose times are as long as each other's. */
  private int size(Visit visit) {
    String key = key(visit);
    String kind = redis.at(key).text("TYPE", key);
    String read = kind.equals("hash") ? "HVALS" : kind.equals("string") ? "GET" : "JSON.GET";
    return bytes(redis.at(key).callBytes(read.getBytes(UTF_8), key.getBytes(UTF_8)));
  }

  private static int bytes(Object reply) {
    return reply instanceof byte[] text
        ? text.length
        : ((List<?>) reply).stream().mapToInt(MigrationFormIT::bytes).sum();
  }

  private MigrationReport migrated(UnaryOperator<RedisSettings> wanted, Kind kind) {
    RedisSettings settings = wanted.apply(setup.migrateSettings(setup.layout()));
    try (RedisMigration migration = RedisMigration.connect(settings, OnMoved.EAGER)) {
      return Answers.of(((Begun) Answers.of(migration.begin(kind))).end());
    }
  }
}
