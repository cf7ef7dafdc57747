package dev.sojourn.server.internal.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.resp.RespError;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The private Redis from the jar, for machines without an installed one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrivateRedisIT {

  private static final SearchPath NOTHING_INSTALLED = new SearchPath(List.of());

  private PrivateRedis redis;

  @BeforeAll
  void start() {
    redis = PrivateRedis.start(NOTHING_INSTALLED);
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  @Test
  void whereNoneIsInstalledItIsTheOneInTheJar() {
    assertThat(redis.title()).isEqualTo("Redis 7.0.15 from Sojourn's jar");
    assertThat(redis.isBundled()).isTrue();
    assertThat(info("server")).contains("redis_version:7.0.15");
  }

  @Test
  void itAnswersNobodyWithoutThePassword() {
    assertThatThrownBy(() -> call("redis://127.0.0.1:" + redis.port(), "PING"))
        .isInstanceOf(RespError.class)
        .hasMessageContaining("NOAUTH");
    assertThatThrownBy(() -> call(redis.uri().replace(redis.password(), "x"), "PING"))
        .isInstanceOf(RespError.class)
        .hasMessageContaining("WRONGPASS");
    assertThat(call(redis.uri(), "PING")).isEqualTo("PONG");
  }

  @Test
  void itListensOnTheLoopbackAddressAlone() {
    assertThat(config("bind")).isEqualTo("127.0.0.1");
    assertThat(config("protected-mode")).isEqualTo("yes");
  }

  @Test
  void itKeepsNothingOnDiskAndForgetsNothingByItself() {
    assertThat(config("save")).isEmpty();
    assertThat(config("appendonly")).isEqualTo("no");
    assertThat(config("maxmemory-policy")).isEqualTo("noeviction");
    assertThat(config("dir")).isEqualTo(redis.directory().toString());
  }

  @Test
  void nobodyCanLoadAModuleDebugItOrMoveItsFiles() {
    assertThat(config("enable-module-command")).isEqualTo("no");
    assertThat(config("enable-debug-command")).isEqualTo("no");
    assertThatThrownBy(() -> call(redis.uri(), "CONFIG", "SET", "dir", "/"))
        .isInstanceOf(RespError.class)
        .hasMessageContaining("protected config");
  }

  @Test
  void onlyItsOwnerCanEnterItsDirectory() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(redis.directory())))
        .isEqualTo("rwx------");
  }

  @Test
  void thePasswordIsInNoFileOfItsDirectory() throws IOException {
    try (Stream<Path> files = Files.list(redis.directory())) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                      .doesNotContain(redis.password()));
    }
  }

  @Test
  void itsTextForLogsHasNoPassword() {
    assertThat(redis.toString()).contains("Redis 7.0.15").doesNotContain(redis.password());
  }

  @Test
  void closingItEndsItAndRemovesItsDirectory() {
    PrivateRedis other = PrivateRedis.start(NOTHING_INSTALLED);
    assertThat(call(other.uri(), "PING")).isEqualTo("PONG");
    other.close();
    assertThat(other.directory()).doesNotExist();
    await() // the kernel ends a killed process a moment later
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> call(other.uri(), "PING"))
                    .hasRootCauseInstanceOf(ConnectException.class));
    other.close();
    assertThat(call(redis.uri(), "PING")).isEqualTo("PONG");
  }

  @Test
  void aServerThatCannotBeRunIsSaidInOneSentenceAndLeavesNothing(@TempDir Path bin)
      throws IOException {
    Path liar = bin.resolve("redis-server");
    Files.writeString(liar, "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Redis server v=7.9.9 x'\n");
    Files.setPosixFilePermissions(liar, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> PrivateRedis.start(new SearchPath(List.of(bin))))
        .isInstanceOf(CannotTryOut.class)
        .hasMessage(
            "cannot start the private Redis: Redis 7.9.9 at "
                + liar
                + " cannot be run; use --redis URI for one of your own");
  }

  private String config(String name) {
    try (RespClient client = RespClient.connect(redis.uri())) {
      return client.texts("CONFIG", "GET", name).get(1);
    }
  }

  private String info(String section) {
    return String.valueOf(call(redis.uri(), "INFO", section));
  }

  private static Object call(String uri, String... command) {
    try (RespClient client = RespClient.connect(uri)) {
      return client.call(command);
    }
  }
}
