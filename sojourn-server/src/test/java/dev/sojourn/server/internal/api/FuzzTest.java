package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random bad requests: never a 5xx, never a leak, and existing sessions stay unchanged. A failure
 * contains the seed; a full run sends 10,000 requests.
 */
final class FuzzTest {

  private static final int REQUESTS_PER_ROUND = 10;

  /** A good request among the bad ones: it is always served. */
  private static final int EACH_GOOD_ONE = 50;

  private static final String GOOD =
      "GET /v1/users/x/sessions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
          + ("Authorization: Bearer " + TestService.BOTH_KEY + "\r\n\r\n");

  private static final Set<Integer> ALLOWED =
      Set.of(200, 202, 400, 401, 403, 404, 405, 409, 413, 414, 415, 431);

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "x",
          "1",
          "null",
          "true",
          "..",
          "../..",
          "%00",
          "%2e",
          "\u0000",
          "\r\n",
          "é",
          "😀",
          "{",
          "}",
          "[",
          "\"",
          "\\",
          "\\ud800",
          "\\u0000",
          "*",
          "AAAAAAAAAAAAAAAAAAAAAA",
          "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "PT5M",
          "P1Y",
          "-PT1S",
          "203.0.113.7",
          "::1",
          "1e999999999",
          "-",
          "0".repeat(2_000),
          "9".repeat(999),
          "x".repeat(300),
          "[".repeat(300),
          "{\"a\":".repeat(50),
          "${jndi:ldap://x}",
          "<script>",
          "'; --",
          "rO0ABXNyAA");

  private static final List<String> MEMBERS =
      List.of(
          "token",
          "user",
          "attributes",
          "device",
          "client",
          "idleTimeout",
          "absoluteTimeout",
          "touch",
          "dryRun",
          "ip",
          "userAgent",
          "unknown",
          "",
          "a/b",
          "~");

  private static final List<String> PATHS =
      List.of(
          "/v1/sessions",
          "/v1/sessions/verify",
          "/v1/sessions/login",
          "/v1/sessions/logout",
          "/v1/sessions/rotate",
          "/v1/sessions/%s",
          "/v1/users/%s/sessions",
          "/v1/users/%s/sessions?except=%s",
          "/v1/sessions/%s?reason=%s",
          "/v1/users/%s/sessions?attributes=%s",
          "/v1/sweeps",
          "/v1/sweeps/%s",
          "/v1/stats?%s",
          "/health/%s",
          "/v1/%s",
          "/%s",
          "%s");

  @Test
  void badRequestsAreRefusedAndNothingIsHalfDone() throws IOException {
    long seed = Long.getLong("sojourn.seed", System.nanoTime());
    Random random = new Random(seed);
    Set<Integer> seen = new HashSet<>();
    try (TestService service = TestService.start()) {
      Reply live = service.caller().create("{\"user\":\"live\",\"attributes\":{\"a\":1}}");
      int requests = Integer.getInteger("sojourn.rounds", 100) * REQUESTS_PER_ROUND;
      for (int i = 0; i < requests; i++) {
        String request = i % EACH_GOOD_ONE == 0 ? GOOD : request(random);
        Reply reply = RawConnection.exchange(service.port(), request);
        check(reply, request, "seed " + seed + ", request " + i);
        seen.add(reply.status());
      }
      assertThat(seen).contains(200, 400, 401, 404, 405, 415);
      assertThat(service.caller().get("/v1/sessions/" + live.id()).json())
          .isEqualTo(live.json().at("/session"));
      assertThat(service.caller().get("/v1/users/live/sessions").json().at("/sessions").size())
          .isEqualTo(1);
      assertThat(service.caller().get("/v1/users/x/sessions").text())
          .isEqualTo("{\"sessions\":[],\"total\":0}");
    }
  }

  private static void check(Reply reply, String request, String which) {
    assertThat(reply.status())
        .describedAs(which + ": " + request)
        .isIn(request.equals(GOOD) ? Set.of(200) : ALLOWED);
    assertThat(reply.header("cache-control")).describedAs(which).isEqualTo("no-store");
    if (reply.status() >= 400) {
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.text())
          .describedAs(which)
          .doesNotContain("Exception")
          .doesNotContain("\tat ");
    }
  }

  /** Never a valid creation: the body always has a token or is not JSON. */
  private static String request(Random random) {
    String path = one(random, PATHS).replace("%s", "\u0001");
    while (path.contains("\u0001")) {
      path = path.replaceFirst("\u0001", inPath(random));
    }
    String method = one(random, List.of("GET", "POST", "POST", "POST", "PATCH", "DELETE", "PUT"));
    byte[] body = body(random).getBytes(StandardCharsets.UTF_8);
    return method
        + " "
        + (path.isEmpty() ? "/" : path)
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        + (random.nextInt(20) == 0 ? "" : "Authorization: Bearer " + TestService.BOTH_KEY + "\r\n")
        + (random.nextInt(20) == 0 ? "" : "Content-Type: application/json\r\n")
        + "Content-Length: "
        + body.length
        + "\r\n\r\n"
        + new String(body, StandardCharsets.UTF_8);
  }

  private static String body(Random random) {
    if (random.nextInt(4) == 0) {
      return one(random, TEXTS) + "!";
    }
    String members =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> "," + quoted(one(random, MEMBERS)) + ":" + value(random, 3))
            .reduce("", String::concat);
    return "{\"token\":" + value(random, 1) + members + "}";
  }

  private static String value(Random random, int depth) {
    List<Supplier<String>> kinds =
        List.of(
            () -> quoted(one(random, TEXTS)),
            () -> one(random, List.of("null", "true", "false", "0", "-1", "1.5", "1e5")),
            () -> one(random, TEXTS),
            () -> depth == 0 ? "[]" : "[" + value(random, depth - 1) + "]",
            () ->
                depth == 0
                    ? "{}"
                    : "{" + quoted(one(random, MEMBERS)) + ":" + value(random, depth - 1) + "}");
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String inPath(Random random) {
    return one(random, TEXTS).replaceAll("[\\s\\u0000\"\\\\$]", "%20");
  }

  private static <T> T one(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
