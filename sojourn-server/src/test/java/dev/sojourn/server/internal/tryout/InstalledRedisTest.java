package dev.sojourn.server.internal.tryout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstalledRedisTest {

  private static final String REDIS_7 =
      "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0";
  private static final String REDIS_6 =
      "Redis server v=6.2.14 sha=00000000:0 malloc=jemalloc-5.3.0";
  private static final String VALKEY_9 = "Valkey server v=9.1.2 sha=00000000:0 malloc=jemalloc";

  @TempDir private Path one;
  @TempDir private Path other;

  @Test
  void theVersionIsInTheTitle() {
    assertThat(InstalledRedis.title(REDIS_7)).contains("Redis 7.0.15");
    assertThat(InstalledRedis.title(VALKEY_9)).contains("Valkey 9.1.2");
    assertThat(InstalledRedis.title("Redis server v=10.0.1 sha=0")).contains("Redis 10.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {REDIS_6, "7.0.15", "redis-server: not found", ""})
  void whatIsOlderOrSaysSomethingElseHasNone(String line) {
    assertThat(InstalledRedis.title(line)).isEmpty();
  }

  @Test
  void valkeyComesBeforeRedis() throws IOException {
    install(one, "redis-server", "echo '" + REDIS_7 + "'");
    Path valkey = install(other, "valkey-server", "echo '" + VALKEY_9 + "'");
    assertThat(found()).contains(new RedisProgram(valkey, "Valkey 9.1.2 at " + valkey));
  }

  @Test
  void aProgramThatIsTooOldOrBrokenIsPassedOver() throws IOException {
    install(one, "valkey-server", "exit 1");
    install(one, "redis-server", "echo '" + REDIS_6 + "'");
    Path redis = install(other, "redis-server", "echo '" + REDIS_7 + "'");
    assertThat(found()).map(RedisProgram::file).contains(redis);
  }

  @Test
  void aFileThatCannotBeRunIsNoProgram() throws IOException {
    Files.writeString(one.resolve("redis-server"), "echo '" + REDIS_7 + "'");
    assertThat(found()).isEmpty();
  }

  @Test
  void aRelativeDirectoryIsNotSearched() {
    assertThat(SearchPath.of(".:bin::/usr/bin"))
        .isEqualTo(new SearchPath(List.of(Path.of("/usr/bin"))));
  }

  private Optional<RedisProgram> found() {
    return InstalledRedis.find(SearchPath.of(one + ":" + other));
  }

  private static Path install(Path directory, String name, String script) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
