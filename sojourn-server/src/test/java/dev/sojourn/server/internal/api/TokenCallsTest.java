package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Login and rotate. */
final class TokenCallsTest {

  private final TestService service = TestService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aLoginContinuesTheSessionUnderANewIdAndToken() {
    Reply created =
        service
            .caller()
            .create(
                "{\"device\":\"Phone\",\"idleTimeout\":\"PT5M\",\"attributes\":{\"cart\":[1]}}");
    service.pass(Duration.ofMinutes(4));
    Reply login = login(created.token(), "1", ",\"client\":{\"ip\":\"203.0.113.7\"}");
    assertThat(login.status()).isEqualTo(200);
    assertThat(login.id()).isNotEqualTo(created.id());
    assertThat(login.token()).startsWith(login.id() + ".");
    assertThat(login.at("/session/user")).isEqualTo("1");
    assertThat(login.at("/session/attributes")).isEqualTo("{\"cart\":[1]}");
    assertThat(login.at("/session/idleTimeout")).isEqualTo("PT5M");
    assertThat(login.at("/session/createdAt")).isEqualTo("2026-11-23T18:04:00.120Z");
    assertThat(login.at("/session/device"))
        .isEqualTo("{\"label\":\"Phone\",\"address\":\"203.0.113.0/24\"}");
    assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("false");
    assertThat(service.caller().verify(login.token()).at("/active")).isEqualTo("true");
    assertThat(service.caller().get("/v1/users/1/sessions").at("/sessions/0/id"))
        .isEqualTo(login.id());
  }

  @Test
  void aLoginNamesTheDevice() {
    String token = service.caller().create("{\"device\":\"Phone\"}").token();
    Reply login = login(token, "1", ",\"device\":\"Tablet\"");
    assertThat(login.at("/session/device/label")).isEqualTo("Tablet");
  }

  @Test
  void aLoginAtTheLimitIsRefusedAndTheSessionGoesOn() {
    try (TestService limited =
        TestService.start(s -> s.withSessionsPerUser(new SessionsPerUser(1, AtLimit.REFUSE)))) {
      limited.caller().create("{\"user\":\"1\"}");
      String token = limited.caller().create("{}").token();
      Reply login =
          limited
              .caller()
              .post("/v1/sessions/login", "{\"token\":\"" + token + "\",\"user\":\"1\"}");
      assertProblem(login, 409, "session-limit").nowhere().without(token);
      assertThat(limited.caller().verify(token).at("/active")).isEqualTo("true");
    }
  }

  @Test
  void aRotationKeepsTheIdAndTheOldTokenWorksUntilTheGraceIsOver() {
    Reply created = service.caller().create("{\"attributes\":{\"a\":1}}");
    Reply rotated = rotate(created.token());
    assertThat(rotated.status()).isEqualTo(200);
    assertThat(rotated.id()).isEqualTo(created.id());
    assertThat(rotated.token()).isNotEqualTo(created.token());
    assertThat(rotated.at("/session/attributes")).isEqualTo("{\"a\":1}");
    assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("true");
    assertThat(service.caller().verify(rotated.token()).at("/active")).isEqualTo("true");
    service.pass(Duration.ofSeconds(29));
    assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("true");
  }

  @Test
  void aReplacedTokenShownLaterEndsTheSession() {
    Reply created = service.caller().create("{}");
    String next = rotate(created.token()).token();
    service.caller().verify(next);
    service.pass(Duration.ofSeconds(31));
    try (LogLines log = new LogLines()) {
      assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("false");
      assertThat(log.with("authn_token_reuse")).hasSize(1);
    }
    assertThat(service.caller().verify(next).at("/active")).isEqualTo("false");
  }

  @Test
  void aLogoutEndsTheSessionOfItsToken() {
    Reply phone = service.caller().create("{\"user\":\"1\"}");
    Reply laptop = service.caller().create("{\"user\":\"1\"}");

    assertEnded(1, logout(phone.token(), ""));
    assertEnded(0, logout(phone.token(), ""));
    assertThat(service.caller().verify(phone.token()).at("/active")).isEqualTo("false");
    assertThat(service.caller().verify(laptop.token()).at("/active")).isEqualTo("true");
  }

  @Test
  void aLogoutOfOthersSparesItsTokensSession() {
    Reply phone = service.caller().create("{\"user\":\"1\"}");
    Reply laptop = service.caller().create("{\"user\":\"1\"}");

    assertEnded(1, logout(phone.token(), ",\"scope\":\"others\""));
    assertThat(service.caller().verify(phone.token()).at("/active")).isEqualTo("true");
    assertThat(service.caller().verify(laptop.token()).at("/active")).isEqualTo("false");
  }

  @Test
  void aLogoutEverywhereEndsAllSessionsOfTheUserAndSaysWhy() {
    Reply phone = service.caller().create("{\"user\":\"1\"}");
    service.caller().create("{\"user\":\"1\"}");
    String guest = service.caller().create("{}").token();
    try (LogLines log = new LogLines()) {
      assertEnded(2, logout(phone.token(), ",\"scope\":\"all\",\"reason\":\"password-changed\""));
      assertThat(log.with("password-changed")).isNotEmpty();
    }
    assertEnded(1, logout(guest, ",\"scope\":\"all\""));
  }

  /** An id proves nothing: only the secret does. */
  @Test
  void aLogoutWithAnotherSecretEndsNothing() {
    Reply created = service.caller().create("{\"user\":\"1\"}");
    String forged = created.id() + "." + "A".repeat(43);
    for (String token : List.of(forged, "malformed", "AAAAAAAAAAAAAAAAAAAAAA." + "A".repeat(43))) {
      for (String scope : List.of("this", "others", "all")) {
        assertEnded(0, logout(token, ",\"scope\":\"" + scope + "\""));
      }
    }
    assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("true");
  }

  @Test
  void whenTooManyTokensWaitTheOneThatAskedIsAnswered() {
    String token = service.caller().create("{}").token();
    List<String> answered = new ArrayList<>();
    for (int i = 0; i < 20 && !answered.contains(token); i++) {
      Reply rotated = rotate(token);
      assertThat(rotated.status()).isEqualTo(200);
      answered.add(rotated.token());
    }
    assertThat(answered).contains(token);
    assertThat(service.caller().verify(token).at("/active")).isEqualTo("true");
  }

  @Test
  void tokensThatAreNotValidAreNotFoundWithOneAndTheSameBody() {
    String ended = service.caller().create("{\"user\":\"1\"}").token();
    service.caller().delete("/v1/users/1/sessions");
    String unknown = "AAAAAAAAAAAAAAAAAAAAAA." + "A".repeat(43);
    String wrong = service.caller().create("{}").token().substring(0, 22) + unknown.substring(22);
    String expected = service.caller().get("/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA").text();
    for (String token : List.of(ended, unknown, wrong, "malformed")) {
      for (Reply reply : List.of(login(token, "1", ""), rotate(token))) {
        assertProblem(reply, 404, "session-not-found");
        assertThat(reply.text()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          login        | {"token":"x"}                                 | /user
          login        | {"token":"x","user":null}                     | /user
          login        | {"token":"x","user":"."}                      | /user
          login        | {"token":"x","user":""}                       | /user
          login        | {"user":"1"}                                  | /token
          login        | {"token":7,"user":"1"}                        | /token
          login        | {"token":"x","user":"1","device":1}           | /device
          login        | {"token":"x","user":"1","device":"a\\nb"}     | /device
          login        | {"token":"x","user":"1","client":{"ip":"::g"}}| /client/ip
          login        | {"token":"x","user":"1","touch":true}         | /touch
          logout       | {}                                            | /token
          logout       | {"token":"x","scope":"some"}                  | /scope
          logout       | {"token":"x","scope":1}                       | /scope
          logout       | {"token":"x","reason":"Bad Reason"}           | /reason
          logout       | {"token":"x","user":"1"}                      | /user
          rotate       | {}                                            | /token
          rotate       | {"token":true}                                | /token
          rotate       | {"token":"x","user":"1"}                      | /user
          """)
  void aBadMemberIsRefusedWithItsPointer(String call, String body, String pointer) {
    assertProblem(service.caller().post("/v1/sessions/" + call, body), 400, "malformed-request")
        .at(pointer);
  }

  @Test
  void onlyTheCallsForTokensAnswerOne() {
    Reply created = service.caller().create("{\"user\":\"1\"}");
    String secret = created.token().substring(created.id().length() + 1);
    Stream.of(
            service.caller().verify(created.token()),
            service.caller().get("/v1/sessions/" + created.id()),
            service.caller().patch("/v1/sessions/" + created.id(), "{\"device\":\"x\"}"),
            service.caller().get("/v1/users/1/sessions?attributes=true"),
            service.caller().get("/metrics"),
            service.caller().delete("/v1/sessions/" + created.id()))
        .forEach(
            reply -> assertThat(reply.text()).doesNotContain(secret).doesNotContain("\"token\""));
  }

  private static void assertEnded(int count, Reply reply) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"ended\":" + count + "}");
  }

  private Reply logout(String token, String more) {
    return service
        .caller()
        .post("/v1/sessions/logout", "{\"token\":\"" + token + "\"" + more + "}");
  }

  private Reply login(String token, String user, String more) {
    return service
        .caller()
        .post(
            "/v1/sessions/login",
            "{\"token\":\"" + token + "\",\"user\":\"" + user + "\"" + more + "}");
  }

  private Reply rotate(String token) {
    return service.caller().post("/v1/sessions/rotate", "{\"token\":\"" + token + "\"}");
  }
}
