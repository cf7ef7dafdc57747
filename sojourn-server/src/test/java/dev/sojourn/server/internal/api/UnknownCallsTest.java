package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paths that other services leave open are not found, by any method (K9). */
final class UnknownCallsTest {

  private static final String WORD = "hunter2";

  private static final List<String> NOT_THERE =
      List.of(
          "/actuator",
          "/actuator/health",
          "/actuator/env",
          "/actuator/heapdump",
          "/actuator/sessions",
          "/actuator/..;/env",
          "/swagger",
          "/swagger-ui/index.html",
          "/v3/api-docs",
          "/.git",
          "/.git/HEAD",
          "/.env",
          "/metrics/",
          "/debug/pprof",
          "/jolokia/list",
          "/server-status",
          "/v1/../metrics",
          "/%2e%67it/HEAD");

  private static final List<String> THERE =
      List.of("/v1/sessions", "/v1/users/1/sessions", "/metrics", "/health/ready", "/openapi.yaml");

  private static final List<String> METHODS =
      List.of("TRACE", "TRACK", "DEBUG", "PROPFIND", "MOVE", "LOCK", "PURGE", "PRI", "get");

  private final TestService service = TestService.start();
  private final Random random = new Random(9);

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void whatIsNotThereIsNotThereByAnyMethod() throws IOException {
    for (String path : NOT_THERE) {
      for (String method : List.of("GET", "POST", "PUT", "OPTIONS", "TRACE", anyMethod())) {
        assertTellsNothing(ask(method, path), 404, "no-such-path");
      }
    }
  }

  @Test
  void whatIsThereHasNoOtherMethods() throws IOException {
    for (String path : THERE) {
      for (String method : METHODS) {
        assertTellsNothing(ask(method, path), 405, "method-not-allowed");
      }
      for (int n = 0; n < 20; n++) {
        assertTellsNothing(ask(anyMethod(), path), 405, "method-not-allowed");
      }
    }
  }

  /** CONNECT asks for a tunnel: there is none, and the connection serves nothing else. */
  @Test
  void nobodyIsConnectedToSomebodyElse() throws IOException {
    for (String target : List.of("127.0.0.1:6379", "x:443", "/v1/sessions")) {
      Reply reply = ask("CONNECT", target);
      assertThat(reply.status()).isIn(404, 405);
      assertTellsNothing(
          reply, reply.status(), reply.status() == 404 ? "no-such-path" : "method-not-allowed");
    }
  }

  /** No stack trace, no class, no version, and nothing of the request. */
  private static void assertTellsNothing(Reply reply, int status, String problem) {
    assertProblem(reply, status, problem).nowhere().without(WORD).without("Exception");
    assertThat(reply.text()).doesNotContainPattern("\\bat [a-z]|java|vertx|netty|\\d\\.\\d");
    assertThat(reply.headers().map().keySet())
        .isSubsetOf(Set.of("allow", "cache-control", "content-type", "content-length", "date"));
  }

  private Reply ask(String method, String target) throws IOException {
    return RawConnection.exchange(
        service.port(), RawConnection.head(method, target) + "X-Word: " + WORD + "\r\n\r\n");
  }

  /** An unknown method. */
  private String anyMethod() {
    return random
        .ints(3 + random.nextInt(12), 'A', 'Z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining("X", "X", ""));
  }
}
