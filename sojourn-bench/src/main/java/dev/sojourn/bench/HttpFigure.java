package dev.sojourn.bench;

import dev.sojourn.SessionToken;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.server.internal.api.Role;
import dev.sojourn.server.internal.api.ServiceKeys;
import dev.sojourn.server.internal.service.ServerSettings;
import dev.sojourn.server.internal.service.SojournServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares verification over HTTP with {@link BareService}, under load from wrk. */
final class HttpFigure {

  private static final String KEY = "benchmark-key";
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  private HttpFigure() {}

  static Paired verify(RedisServer server, Duration each) {
    RedisSettings settings = RedisSettings.of(server.userUri());
    SessionToken token = token(settings);
    Path script = script(token);
    SojournServer service = SojournServer.start(service(settings));
    try (BareService bare = new BareService(server.userUri(), "session:" + token.id())) {
      return Paired.of(
          each,
          time -> rate(service.port(), script, time),
          time -> rate(bare.port(), script, time));
    } finally {
      service.stop();
    }
  }

  /** Compares the calls with and without the near cache, and counts Redis commands per call. */
  static String verifyNear(RedisServer server, Duration each) {
    RedisSettings settings = RedisSettings.of(server.userUri());
    SessionToken token = token(settings);
    Path script = script(token);
    SojournServer near = SojournServer.start(service(settings.withNearCache()));
    SojournServer plain = SojournServer.start(service(settings));
    try {
      Paired rates =
          Paired.of(
              each,
              time -> rate(near.port(), script, time),
              time -> rate(plain.port(), script, time));
      long before = commands(server);
      double calls = rate(near.port(), script, each) * each.toSeconds();
      return rates
          + String.format(
              Locale.ROOT, ", %.4f commands per call", (commands(server) - before) / calls);
    } finally {
      near.stop();
      plain.stop();
    }
  }

  private static long commands(RedisServer server) {
    String stats = String.valueOf(server.call("INFO", "stats"));
    return Long.parseLong(stats.replaceAll("(?s).*total_commands_processed:(\\d+).*", "$1"));
  }

  private static SessionToken token(RedisSettings settings) {
    try (RedisSessions redis = RedisSessions.connect(settings)) {
      return redis.sessions().create(Example.of("1")).orElseThrow().token();
    }
  }

  private static ServerSettings service(RedisSettings settings) {
    ServiceKeys keys = ServiceKeys.of("bench", EnumSet.of(Role.APP), KEY);
    return new ServerSettings("127.0.0.1", 0, Optional.empty(), keys, settings);
  }

  private static double rate(int port, Path script, Duration time) {
    String output =
        run(
            "wrk",
            "-t1",
            "-c64",
            "-d" + time.toSeconds() + "s",
            "-s",
            script.toString(),
            "http://127.0.0.1:" + port + "/v1/sessions/verify");
    if (FAILED.matcher(output).find()) {
      throw new IllegalStateException("requests failed: " + output);
    }
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IllegalStateException("unexpected output of wrk: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static Path script(SessionToken token) {
    try {
      return Files.writeString(
          Files.createTempFile("verify", ".lua"),
          String.join(
              "\n",
              "wrk.method = 'POST'",
              "wrk.body = '{\"token\":\"" + token.reveal() + "\"}'",
              "wrk.headers['Content-Type'] = 'application/json'",
              "wrk.headers['Authorization'] = 'Bearer " + KEY + "'"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
