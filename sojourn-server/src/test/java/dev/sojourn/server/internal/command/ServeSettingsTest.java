package dev.sojourn.server.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.server.internal.service.HostAndPort;
import dev.sojourn.server.internal.service.ServerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ServeSettingsTest {

  private static final String URI = "redis://somewhere:6379";

  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private String keysFile;

  @BeforeEach
  void writeKeys() throws IOException {
    keysFile = directory.resolve("keys").toString();
    Files.writeString(Path.of(keysFile), "web app " + "9f".repeat(32) + "\n");
  }

  @Test
  void withoutAnythingItIsATryOutOnThisMachineWithTheDefaults() {
    ServeSettings settings = read();
    assertThat(settings.redis()).isEmpty();
    assertThat(settings.keys()).isEmpty();
    assertThat(settings.management()).isEmpty();
    assertThat(settings.listen()).isEqualTo(new HostAndPort("127.0.0.1", 8080));
    assertThat(sessions(settings)).usingRecursiveComparison().isEqualTo(RedisSettings.of(URI));
  }

  @Test
  void theServerTheAddressesAndTheKeysAreAsAskedFor() {
    ServeSettings settings =
        read(
            "--redis",
            URI,
            "--keys-file",
            keysFile,
            "--listen",
            "[::1]:9000",
            "--management",
            "0.0.0.0:9001");
    ServerSettings server = settings.server(URI, settings.keys().orElseThrow());
    assertThat(settings.redis()).contains(URI);
    assertThat(server.address()).isEqualTo(new HostAndPort("::1", 9000));
    assertThat(server.management()).contains(new HostAndPort("0.0.0.0", 9001));
    assertThat(server.keys()).hasToString("ServiceKeys[ServiceKey[web, [APP]]]");
    assertThat(server.redis()).usingRecursiveComparison().isEqualTo(RedisSettings.of(URI));
  }

  @Test
  void everySettingOfSessionsIsAsAskedFor() {
    ServeSettings settings =
        read(
            "--layout=string",
            "--naming=compact",
            "--compress=deflate",
            "--short-names=role=ro,cart=ca",
            "--keyspace=slotted",
            "--namespace=shop",
            "--idle-timeout=10m",
            "--absolute-timeout=P1D",
            "--session-size=8k",
            "--sessions-per-user=5",
            "--at-limit=end-oldest",
            "--command-timeout=250ms",
            "--near-cache",
            "--near-cache-size=1m");
    assertThat(sessions(settings))
        .usingRecursiveComparison()
        .isEqualTo(
            RedisSettings.of(URI)
                .withLayout(LayoutName.STRING)
                .withNaming(NamingName.COMPACT)
                .withCompression(CompressionName.DEFLATE)
                .withShortNames(Map.of("role", "ro", "cart", "ca"))
                .withKeyspace(KeyspaceName.SLOTTED)
                .withNamespace("shop")
                .withTimeouts(new Timeouts(Duration.ofMinutes(10), Duration.ofDays(1)))
                .withLimits(new SizeLimits(8192, 128))
                .withSessionsPerUser(new SessionsPerUser(5, AtLimit.END_OLDEST))
                .withCommandTimeout(Duration.ofMillis(250))
                .withNearCache(NearCacheSettings.DEFAULT.withMostBytes(1 << 20)));
  }

  @Test
  void theNearCacheIsOnWhenItsFlagStandsAloneOrSaysSo() {
    RedisSettings on = RedisSettings.of(URI).withNearCache();
    assertThat(sessions(read("--near-cache"))).usingRecursiveComparison().isEqualTo(on);
    assertThat(sessions(read("--near-cache", "--layout=hash")))
        .usingRecursiveComparison()
        .isEqualTo(on);
    assertThat(sessions(read("--near-cache=true"))).usingRecursiveComparison().isEqualTo(on);
    environment.put("SOJOURN_NEAR_CACHE", "true");
    assertThat(sessions(read())).usingRecursiveComparison().isEqualTo(on);
    assertThat(sessions(read("--near-cache=false")).nearCache()).isEmpty();
    environment.put("SOJOURN_NEAR_CACHE", "false");
    assertThat(sessions(read()).nearCache()).isEmpty();
    assertThat(sessions(read("--near-cache"))).usingRecursiveComparison().isEqualTo(on);
  }

  @Test
  void compressAloneIsByDeflate() {
    RedisSettings deflated = RedisSettings.of(URI).withCompression(CompressionName.DEFLATE);
    assertThat(sessions(read("--compress"))).usingRecursiveComparison().isEqualTo(deflated);
    assertThat(sessions(read("--compress", "--layout=hash")))
        .usingRecursiveComparison()
        .isEqualTo(deflated);
    environment.put("SOJOURN_COMPRESS", "deflate");
    assertThat(sessions(read())).usingRecursiveComparison().isEqualTo(deflated);
    assertThat(sessions(read("--compress=none")))
        .usingRecursiveComparison()
        .isEqualTo(RedisSettings.of(URI));
  }

  @Test
  void aUserAtTheLimitIsRefusedUnlessSomethingElseIsAskedFor() {
    assertThat(sessions(read("--sessions-per-user=5")).sessionsPerUser())
        .isEqualTo(new SessionsPerUser(5, AtLimit.REFUSE));
  }

  @ParameterizedTest
  @EnumSource(ServeFlag.class)
  void aVariableSaysTheSameAsItsFlagAndTheFlagWins(ServeFlag flag) {
    environment.put(flag.variable(), "of the environment");
    assertThat(given().find(flag))
        .contains(new GivenSetting(flag.variable(), "of the environment"));
    assertThat(given(flag.flag(), "of the command line").find(flag))
        .contains(new GivenSetting(flag.flag(), "of the command line"));
  }

  @Test
  void everyVariableIsRead() {
    environment.put("SOJOURN_REDIS", URI);
    environment.put("SOJOURN_KEYS_FILE", keysFile);
    environment.put("SOJOURN_LISTEN", "127.0.0.1:9000");
    environment.put("SOJOURN_IDLE_TIMEOUT", "10m");
    ServeSettings settings = read();
    assertThat(settings.redis()).contains(URI);
    assertThat(settings.keys()).isPresent();
    assertThat(settings.listen().port()).isEqualTo(9000);
    assertThat(sessions(settings).timeouts().idle()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void anEmptyVariableIsAsIfItWereNotThere() {
    environment.put("SOJOURN_REDIS", "");
    assertThat(read().redis()).isEqualTo(Optional.empty());
  }

  @Test
  void anEmptyFlagIsRefusedSoThatNoTryOutIsStartedByMistake() {
    assertRefused("--redis: the value is empty", "--redis", "");
  }

  @Test
  void aWrongVariableIsNamed() {
    environment.put("SOJOURN_LAYOUT", "tree");
    assertRefused("SOJOURN_LAYOUT: must be hash or string or json, not tree");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layout        | tree      | must be hash or string or json, not tree",
        "--compress      | zstd      | must be none or deflate, not zstd",
        "--naming        | short     | must be readable or compact, not short",
        "--short-names   | role      | short names are NAME=SHORT,NAME=SHORT, each name once: role",
        "--short-names   | role=s    | no attribute may have the short name 's'",
        "--keyspace      | PLAIN     | must be plain or slotted, not PLAIN",
        "--namespace     | a b       | a namespace must be at most 64 of the characters",
        "--listen        | 8080      | a listen address is HOST:PORT",
        "--listen        | h:65536   | a port must be 0 to 65535",
        "--management    | nowhere   | a listen address is HOST:PORT",
        "--session-size  | 64kb      | a size is a number of bytes",
        "--session-size  | 0         | the limits of a session must be at least 1",
        "--idle-timeout  | soon      | a duration is a number with ms, s, m, h or d",
        "--command-timeout | 1ms     | the command timeout must be PT0.01S to PT1M",
        "--sessions-per-user | many  | not a number: many",
        "--sessions-per-user | 501   | a limit of sessions per user must be 1 to 500",
        "--near-cache    | yes       | must be true or false, not yes",
        "--near-cache-size | 1k      | a near cache needs at least 65536 bytes",
        "--keys-file     | /no/such  | the key file /no/such cannot be read"
      })
  void aWrongValueIsSaidWithItsFlag(String flag, String value, String why) {
    assertRefused(flag + ": " + why, flag, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"somewhere:6379", "http://user:hunter2@somewhere", "redis:hunter2", "redis://"})
  void anUriOfSomethingElseIsRefusedWithoutRepeatingIt(String uri) {
    assertThatThrownBy(() -> read("--redis", uri, "--keys-file", keysFile))
        .isInstanceOf(BadUsage.class)
        .hasMessageStartingWith("--redis: a Redis URI is redis://HOST:PORT")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aRedisOfOnesOwnNeedsAKeyFile() {
    assertRefused("--redis needs --keys-file FILE", "--redis", URI);
  }

  @Test
  void aKeyFileWithAWrongLineIsRefused() throws IOException {
    Files.writeString(Path.of(keysFile), "web app hunter2\n");
    assertRefused(
        "--keys-file: line 1 of the key file " + keysFile, "--redis", URI, "--keys-file", keysFile);
  }

  @Test
  void timeoutsThatDoNotFitTogetherAreRefused() {
    assertRefused(
        "--idle-timeout, --absolute-timeout: an idle timeout must not be above the absolute one",
        "--absolute-timeout=10m");
  }

  @Test
  void aFlagThatWouldDoNothingIsRefused() {
    assertRefused(
        "--at-limit has no effect without --sessions-per-user N", "--at-limit", "end-oldest");
    assertRefused(
        "--near-cache-size has no effect without --near-cache", "--near-cache-size", "64m");
  }

  private void assertRefused(String why, String... args) {
    assertThatThrownBy(() -> read(args))
        .isInstanceOf(BadUsage.class)
        .hasMessageStartingWith(why)
        .hasMessageNotContaining("hunter2");
  }

  private ServeSettings read(String... args) {
    return ServeSettings.read(given(args));
  }

  private GivenSettings given(String... args) {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    CommandLine line = new CommandLine(ServeCommand.spec(environment, nowhere, nowhere));
    return GivenSettings.of(environment, line.parseArgs(args));
  }

  private static RedisSettings sessions(ServeSettings settings) {
    return settings.sessions().apply(RedisSettings.of(URI));
  }
}
