package dev.sojourn.server.internal.tryout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a Valkey or Redis 7.0 or newer that is installed on this machine. */
final class InstalledRedis {

  private static final int MIN_MAJOR = 7;
  private static final long TIMEOUT_SECONDS = 5;

  /** {@code Redis server v=7.0.15 sha=…}, {@code Valkey server v=9.1.2 sha=…}. */
  private static final Pattern VERSION =
      Pattern.compile("(Redis|Valkey) server v=((\\d{1,4})[.\\d]*)\\b");

  private InstalledRedis() {}

  /** The first one that is new enough, Valkey before Redis. */
  static Optional<RedisProgram> find(SearchPath path) {
    return Stream.of("valkey-server", "redis-server")
        .flatMap(path::all)
        .flatMap(file -> check(file).stream())
        .findFirst();
  }

  /** The program, if it runs and is new enough. */
  private static Optional<RedisProgram> check(Path file) {
    return title(versionLine(file)).map(title -> new RedisProgram(file, title + " at " + file));
  }

  /** The name and version in the output of {@code --version}; empty if too old. */
  static Optional<String> title(String versionLine) {
    Matcher matcher = VERSION.matcher(versionLine);
    return matcher.find() && Integer.parseInt(matcher.group(3)) >= MIN_MAJOR
        ? Optional.of(matcher.group(1) + ' ' + matcher.group(2))
        : Optional.empty();
  }

  private static String versionLine(Path file) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      return answer(process);
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String answer(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "";
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
