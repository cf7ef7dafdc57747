package dev.sojourn.server.internal.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BundledRedisTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void theBinaryInTheJarIsTheOneWhoseChecksumIsKnown(BundledRedis redis) throws IOException {
    byte[] bytes = redis.bytes();
    assertThat(redis.verified(bytes)).isSameAs(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void oneChangedBitIsRefused(BundledRedis redis) throws IOException {
    byte[] bytes = redis.bytes();
    bytes[bytes.length / 2] ^= 1;
    assertThatThrownBy(() -> redis.verified(bytes))
        .isInstanceOf(CannotTryOut.class)
        .hasMessageContaining("has the wrong checksum");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, DARWIN_AMD64",
    "Mac OS X, aarch64, DARWIN_ARM64"
  })
  void aPlatformIsKnownByJavasNames(String osName, String osArch, BundledRedis redis) {
    assertThat(BundledRedis.of(osName, osArch)).contains(redis);
  }

  @ParameterizedTest
  @CsvSource({"Linux, s390x", "Windows 11, amd64", "Linux, i386"})
  void otherPlatformsHaveNone(String osName, String osArch) {
    assertThat(BundledRedis.of(osName, osArch)).isEmpty();
  }

  @Test
  void onlyItsOwnerMayRunOrReadIt() throws IOException {
    Path file = BundledRedis.LINUX_AMD64.extractTo(directory);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx------");
    assertThat(file).hasBinaryContent(BundledRedis.LINUX_AMD64.bytes());
  }
}
