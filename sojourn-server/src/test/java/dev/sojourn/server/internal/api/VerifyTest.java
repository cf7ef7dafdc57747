package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionId;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class VerifyTest {

  private static final String NO_TOKEN = "AAAAAAAAAAAAAAAAAAAAAA." + "A".repeat(43);

  private final AtomicInteger storeCalls = new AtomicInteger();
  private final TestService service = TestService.over(StoreAround.counting(storeCalls));

  @AfterEach
  void stop() {
    service.close();
  }

  static Stream<String> malformedTokens() {
    String id = "AAAAAAAAAAAAAAAAAAAAAA";
    return Stream.of(
        "",
        " ",
        "x",
        ".",
        id,
        id + ".",
        id + "." + "A".repeat(42),
        id + "." + "A".repeat(44),
        id + "." + "A".repeat(42) + "B",
        id + "." + "A".repeat(42) + "=",
        "AAAAAAAAAAAAAAAAAAAAAB." + "A".repeat(43),
        "*." + "A".repeat(43),
        id + "*" + "A".repeat(43),
        " " + id + "." + "A".repeat(43),
        id + "." + "A".repeat(43) + "\n",
        id + "." + "A".repeat(42) + "\u0000",
        "../../x",
        "'; DROP TABLE sessions",
        "%00",
        "é".repeat(66),
        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA",
        "x".repeat(64 * 1024),
        "tag~" + id + "." + "A".repeat(43));
  }

  @Test
  void aLiveTokenAnswersItsSession() {
    Reply created = service.caller().create("{\"user\":\"1\",\"attributes\":{\"a\":[1.10]}}");
    Reply verified = service.caller().verify(created.token());
    assertThat(verified.status()).isEqualTo(200);
    assertThat(verified.text())
        .isEqualTo("{\"active\":true,\"session\":" + created.json().at("/session") + "}")
        .contains("\"attributes\":{\"a\":[1.10]}")
        .doesNotContain("token");
  }

  @Test
  void attributesAreLeftOutWhenTheyAreNotWanted() {
    Reply created = service.caller().create("{\"attributes\":{\"a\":1}}");
    Reply verified = verify(created.token(), ",\"attributes\":false");
    assertThat(verified.json().at("/session").has("attributes")).isFalse();
    assertThat(verified.at("/session/id")).isEqualTo(created.id());
  }

  @Test
  void aVerificationSlidesTheIdleDeadlineAndALookDoesNot() {
    Reply created = service.caller().create("{}");
    service.pass(Duration.ofMinutes(20));
    assertThat(verify(created.token(), ",\"touch\":false").at("/session/expiresAt"))
        .isEqualTo(created.at("/session/expiresAt"));
    assertThat(verify(created.token(), "").at("/session/lastAccessAt"))
        .isEqualTo("2026-11-23T18:20:00.120Z");
    service.pass(Duration.ofMinutes(29));
    assertThat(verify(created.token(), "").at("/active")).isEqualTo("true");
  }

  @Test
  void pollingDoesNotKeepASessionAlive() {
    Reply created = service.caller().create("{}");
    for (int i = 0; i < 3; i++) {
      service.pass(Duration.ofMinutes(10));
      assertThat(verify(created.token(), ",\"touch\":false").at("/active")).isEqualTo("true");
    }
    service.pass(Duration.ofMinutes(2));
    assertThat(verify(created.token(), ",\"touch\":false").at("/active")).isEqualTo("false");
  }

  @Test
  void unknownExpiredEndedAndMalformedTokensAnswerTheSameToTheByte() {
    String ended = service.caller().create("{\"user\":\"1\"}").token();
    service.caller().delete("/v1/users/1/sessions");
    String expired = service.caller().create("{}").token();
    service.pass(Duration.ofHours(13));
    String live = service.caller().create("{}").token();
    String wrongSecret = live.substring(0, 22) + NO_TOKEN.substring(22);
    List<Reply> replies =
        Stream.of(ended, expired, wrongSecret, NO_TOKEN, "malformed")
            .map(service.caller()::verify)
            .toList();
    for (Reply reply : replies) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("{\"active\":false}");
      assertThat(withoutDate(reply)).isEqualTo(withoutDate(replies.get(0)));
    }
  }

  @Test
  void theAuditLogTellsTheReasonsApart() {
    String live = service.caller().create("{}").token();
    try (LogLines log = new LogLines()) {
      service.caller().verify(NO_TOKEN);
      service.caller().verify(live.substring(0, 22) + NO_TOKEN.substring(22));
      service.caller().verify("malformed-token-of-the-test");
      assertThat(log.with("session_refused")).hasSize(3);
      assertThat(log.with("why=unknown")).hasSize(1);
      assertThat(log.with("why=wrong_secret")).hasSize(1);
      assertThat(log.with("why=malformed")).hasSize(1);
      assertThat(log.with("malformed-token-of-the-test")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("malformedTokens")
  void aMalformedTokenAsksNoStoreAndIsNowhereLogged(String token) {
    String json = JsonMapper.shared().writeValueAsString(token);
    try (LogLines log = new LogLines()) {
      for (String path : List.of("verify", "login", "logout", "rotate")) {
        String user = path.equals("login") ? ",\"user\":\"1\"" : "";
        Reply reply =
            service.caller().post("/v1/sessions/" + path, "{\"token\":" + json + user + "}");
        switch (path) {
          case "verify" -> assertThat(reply.text()).isEqualTo("{\"active\":false}");
          case "logout" -> assertThat(reply.text()).isEqualTo("{\"ended\":0}");
          default -> assertProblem(reply, 404, "session-not-found");
        }
      }
      assertThat(log.with("why=malformed")).hasSize(4);
      if (token.length() > 1) {
        assertThat(log.with(json.substring(1, json.length() - 1))).isEmpty();
      }
    }
    assertThat(storeCalls).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                    | /token
          {"token":null}                        | /token
          {"token":1}                           | /token
          {"token":{}}                          | /token
          {"token":"x","touch":"true"}          | /touch
          {"token":"x","attributes":0}          | /attributes
          {"token":"x","client":"1.2.3.4"}      | /client
          {"token":"x","client":{"ip":"x"}}     | /client/ip
          {"token":"x","client":{"addr":"x"}}   | /client/addr
          {"token":"\\ud800"}                   | /token
          {"token":"x","user":"1"}              | /user
          """)
  void aBadMemberIsRefusedWithItsPointer(String body, String pointer) {
    assertProblem(service.caller().post("/v1/sessions/verify", body), 400, "malformed-request")
        .at(pointer);
    assertThat(storeCalls).hasValue(0);
  }

  @Test
  void theClientIsTaken() {
    String token = service.caller().create("{}").token();
    Reply reply = verify(token, ",\"client\":{\"ip\":\"2001:db8::7\",\"userAgent\":\"x\"}");
    assertThat(reply.at("/active")).isEqualTo("true");
    assertThat(reply.at("/session/device")).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,\"user\":\"root\"", "{\"a\":1", "1}", "[1,]", "tru", "{}{}", "1 2"})
  void aSessionWithAValueThatIsNoJsonIsAsIfItWereNotThere(String planted) {
    Reply created = service.caller().create("{\"user\":\"1\"}");
    Reply other = service.caller().create("{\"user\":\"1\"}");
    plant(created.id(), planted);
    assertThat(verify(created.token(), "").text()).isEqualTo("{\"active\":false}");
    assertProblem(service.caller().get("/v1/sessions/" + created.id()), 404, "session-not-found");
    assertProblem(
        service
            .caller()
            .patch("/v1/sessions/" + created.id(), "{\"attributes\":{\"a\":{\"b\":1}}}"),
        404,
        "session-not-found");
    Reply list = service.caller().get("/v1/users/1/sessions?attributes=true");
    assertThat(list.json().at("/sessions").size()).isEqualTo(1);
    assertThat(list.at("/sessions/0/id")).isEqualTo(other.id());
    assertThat(service.caller().delete("/v1/users/1/sessions").at("/ended")).isEqualTo("2");
  }

  private void plant(String id, String json) {
    SessionDelta delta = SessionDelta.of(Map.of("a", new Put(EncodedValue.json(json))));
    assertThat(service.store().change(new SessionId(id), delta).toCompletableFuture().join())
        .isPresent();
  }

  private Reply verify(String token, String more) {
    return service
        .caller()
        .post("/v1/sessions/verify", "{\"token\":\"" + token + "\"" + more + "}");
  }

  private static Map<String, List<String>> withoutDate(Reply reply) {
    Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
    headers.remove("date");
    return headers;
  }
}
