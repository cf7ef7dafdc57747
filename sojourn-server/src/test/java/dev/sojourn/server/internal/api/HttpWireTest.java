package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP at the level of the connection, including what no HTTP client would send. */
final class HttpWireTest {

  /** 64 MiB, far above every limit and every buffer. */
  private static final int MOST_SENDS = 2_000;

  private static final String JSON = "Content-Type: application/json\r\n";

  private final AtomicInteger storeCalls = new AtomicInteger();
  private final TestService service = TestService.over(StoreAround.counting(storeCalls));

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void anAnswerHasNoHeaderThatTellsOfTechnology() throws IOException {
    for (String target : List.of("/v1/users/1/sessions", "/nope", "/health/live", "/metrics")) {
      Reply reply = exchange(RawConnection.head("GET", target) + "\r\n");
      assertThat(reply.headers().map().keySet())
          .isSubsetOf(Set.of("cache-control", "content-type", "content-length", "date"));
      assertThat(reply.header("cache-control")).isEqualTo("no-store");
      assertThat(reply.header("date")).matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} [\\d:]{8} GMT");
    }
  }

  @Test
  void requestsInARowAreAnsweredInTheirOrder() throws IOException {
    try (RawConnection connection = open()) {
      connection.send(
          RawConnection.head("GET", "/v1/users/1/sessions")
              + "\r\n"
              + post("/v1/sessions/verify", "{\"token\":\"x\"}")
              + RawConnection.head("GET", "/nope")
              + "\r\n"
              + RawConnection.head("GET", "/health/ready")
              + "\r\n");
      assertThat(connection.reply().text()).isEqualTo("{\"sessions\":[],\"total\":0}");
      assertThat(connection.reply().text()).isEqualTo("{\"active\":false}");
      assertThat(connection.reply().status()).isEqualTo(404);
      assertThat(connection.reply().text()).isEqualTo("{\"status\":\"ready\"}");
    }
  }

  @Test
  void aRefusedBodyDoesNotSpoilTheNextRequest() throws IOException {
    try (RawConnection connection = open()) {
      for (String target :
          List.of("/v1/sessions", "/nope", "/health/live", "/v1/users/1/sessions")) {
        connection.send(
            RawConnection.head("POST", target) + "Content-Length: 300000\r\n" + JSON + "\r\n");
        Reply refused = connection.reply();
        assertThat(refused.status()).describedAs(target).isBetween(404, 413);
        connection.send("x".repeat(300_000));
        connection.send(RawConnection.head("GET", "/health/live") + "\r\n");
        assertThat(connection.reply().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void whoSendsOnWithoutEndIsCutOff() throws IOException {
    try (RawConnection connection = open()) {
      connection.send(
          RawConnection.head("POST", "/v1/sessions")
              + "Transfer-Encoding: chunked\r\n"
              + JSON
              + "\r\n");
      String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
      assertThat(sendsUntilCut(connection, chunk)).isLessThan(MOST_SENDS);
    }
    assertThat(storeCalls).hasValue(0);
  }

  @Test
  void aChunkedBodyIsReadAndBounded() throws IOException {
    try (RawConnection connection = open()) {
      String head =
          RawConnection.head("POST", "/v1/sessions") + "Transfer-Encoding: chunked\r\n" + JSON;
      connection.send(head + "\r\n9\r\n{\"user\":\"\r\n3\r\n1\"}\r\n0\r\n\r\n");
      assertThat(connection.reply().at("/session/user")).isEqualTo("1");
      connection.send(head + "\r\n0\r\n\r\n");
      assertThat(connection.reply().status()).isEqualTo(201);
      connection.send(head + "\r\n40001\r\n" + " ".repeat(0x40001) + "\r\n0\r\n\r\n");
      assertProblem(connection.reply(), 413, "too-large");
      connection.send(RawConnection.head("GET", "/health/live") + "\r\n");
      assertThat(connection.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void aChunkedBodyWithoutMediaTypeIsRefusedUnlessItIsEmpty() throws IOException {
    String head = RawConnection.head("POST", "/v1/sessions") + "Transfer-Encoding: chunked\r\n\r\n";
    assertProblem(exchange(head + "2\r\n{}\r\n0\r\n\r\n"), 415, "unsupported-media-type");
    assertThat(exchange(head + "0\r\n\r\n").status()).isEqualTo(201);
  }

  @Test
  void aCompressedBodyIsRefused() throws IOException {
    String request =
        RawConnection.head("POST", "/v1/sessions")
            + JSON
            + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}";
    assertProblem(exchange(request), 415, "unsupported-media-type");
  }

  @Test
  void whoAsksBeforeSendingIsToldToGoOnOrWhyNot() throws IOException {
    String expects = JSON + "Expect: 100-continue\r\nContent-Length: ";
    try (RawConnection connection = open()) {
      connection.send(RawConnection.head("POST", "/v1/sessions") + expects + "2\r\n\r\n");
      assertThat(connection.reply().status()).isEqualTo(100);
      connection.send("{}");
      assertThat(connection.reply().status()).isEqualTo(201);
    }
    assertProblem(
        exchange(RawConnection.head("POST", "/v1/sessions") + expects + "300000\r\n\r\n"),
        413,
        "too-large");
  }

  @Test
  void anAnswerToHeadHasNoBody() throws IOException {
    try (RawConnection connection = open()) {
      connection.send(RawConnection.head("HEAD", "/health/live") + "\r\n");
      assertThat(connection.head().header("allow")).isEqualTo("GET");
      connection.send(RawConnection.head("GET", "/health/live") + "\r\n");
      assertThat(connection.reply().text()).isEqualTo("{\"status\":\"live\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE /v1/sessions", "OPTIONS /v1/sessions", "get /v1/sessions"})
  void aMethodThatIsNotThereIsNotAllowed(String line) throws IOException {
    String[] parts = line.split(" ", 2);
    Reply reply = exchange(RawConnection.head(parts[0], parts[1]) + "X-Secret: echo-me\r\n\r\n");
    assertProblem(reply, 405, "method-not-allowed").without("echo-me");
    assertThat(reply.header("allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS *", "CONNECT x:80", "GET http://x/nope", "GET //x/v1/sessions"})
  void anotherFormOfTargetIsNoPath(String line) throws IOException {
    String[] parts = line.split(" ", 2);
    assertProblem(exchange(RawConnection.head(parts[0], parts[1]) + "\r\n"), 404, "no-such-path");
  }

  @Test
  void anAbsoluteTargetLeadsToItsPath() throws IOException {
    Reply reply = exchange(RawConnection.head("GET", "http://x/v1/users/1/sessions") + "\r\n");
    assertThat(reply.text()).isEqualTo("{\"sessions\":[],\"total\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA%",
        "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA%4",
        "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA%zz",
        "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA?a=%",
        "/v1/users/%/sessions",
        "/v1/users/%4/sessions",
        "/v1/users/%zz/sessions",
        "/v1/users/é/sessions",
        "/v1/users/\"/sessions?%zz",
        "/v1/users/1/sessions?attributes=true%"
      })
  void badPercentEncodingIsMalformed(String target) throws IOException {
    assertProblem(exchange(RawConnection.head("GET", target) + "\r\n"), 400, "malformed-request")
        .nowhere();
    assertThat(storeCalls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "GET\r\n\r\n",
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nA B: c\r\n\r\n",
      })
  void whatIsNoHttpIsMalformedAndClosesTheConnection(String request) throws IOException {
    try (RawConnection connection = open()) {
      connection.send(request);
      Reply reply = connection.reply();
      assertThat(reply.status()).isBetween(400, 499);
      assertThat(reply.header("cache-control")).isEqualTo("no-store");
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
      assertThat(reply.header("connection")).isEqualTo("close");
      assertThat(connection.isClosed()).isTrue();
    }
    assertThat(storeCalls).hasValue(0);
  }

  @Test
  void aHeadThatIsTooLargeIsRefusedCheaply() throws IOException {
    for (int size : new int[] {9_000, 16 * 1024, 64 * 1024}) {
      try (RawConnection connection = open()) {
        connection.send(
            RawConnection.head("GET", "/health/live")
                + "Cookie: a="
                + "x".repeat(size)
                + "\r\n\r\n");
        assertProblem(connection.reply(), 431, "headers-too-large").nowhere();
        assertThat(connection.isClosed()).isTrue();
      }
    }
  }

  @Test
  void aFirstLineThatIsTooLongIsRefused() throws IOException {
    String target = "/v1/users/" + "x".repeat(5_000) + "/sessions";
    assertProblem(exchange(RawConnection.head("GET", target) + "\r\n"), 414, "uri-too-long");
  }

  @Test
  void aCallerWhoGoesAwayMidwayChangesNothing() throws IOException {
    try (RawConnection connection = open()) {
      connection.send(
          RawConnection.head("POST", "/v1/sessions")
              + JSON
              + "Content-Length: 20\r\n\r\n{\"user\":");
      connection.reset();
    }
    await().until(() -> service.caller().get("/health/live").status() == 200);
    assertThat(storeCalls).hasValue(0);
  }

  @Test
  void noHeaderIsSplitByALabel() throws IOException {
    Reply reply = exchange(post("/v1/sessions", "{\"device\":\"a\\u560d\\u560aSet-Cookie: x\"}"));
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().map()).doesNotContainKey("set-cookie");
    assertThat(reply.at("/session/device/label")).isEqualTo("a\u560d\u560aSet-Cookie: x");
  }

  private static int sendsUntilCut(RawConnection connection, String chunk) {
    for (int sent = 0; sent < MOST_SENDS; sent++) {
      try {
        connection.send(chunk);
      } catch (IOException e) {
        return sent;
      }
    }
    return MOST_SENDS;
  }

  private static String post(String target, String json) {
    return RawConnection.head("POST", target)
        + JSON
        + "Content-Length: "
        + json.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + json;
  }

  private Reply exchange(String request) throws IOException {
    return RawConnection.exchange(service.port(), request);
  }

  private RawConnection open() throws IOException {
    return new RawConnection(service.port());
  }
}
