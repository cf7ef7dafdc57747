package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The operations on all sessions of a user. */
final class UserCallsTest {

  private final TestService service = TestService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aUsersSessionsAreListedLatestAccessFirstWithoutSlidingThem() {
    Reply first = service.caller().create("{\"user\":\"1\",\"attributes\":{\"a\":1}}");
    service.pass(Duration.ofMinutes(5));
    Reply second = service.caller().create("{\"user\":\"1\"}");
    service.caller().create("{\"user\":\"2\"}");
    service.pass(Duration.ofMinutes(5));
    Reply list = service.caller().get("/v1/users/1/sessions");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.json().at("/sessions").size()).isEqualTo(2);
    assertThat(list.at("/sessions/0/id")).isEqualTo(second.id());
    assertThat(list.json().at("/sessions/0").has("attributes")).isFalse();
    Reply full = service.caller().get("/v1/users/1/sessions?attributes=true");
    assertThat(full.json().at("/sessions/1")).isEqualTo(first.json().at("/session"));
    assertThat(service.caller().get("/v1/users/1/sessions?attributes=false").text())
        .isEqualTo(list.text());
  }

  @Test
  void aUserWithoutSessionsHasAnEmptyList() {
    assertThat(service.caller().get("/v1/users/nobody/sessions").text())
        .isEqualTo("{\"sessions\":[],\"total\":0}");
    assertThat(service.caller().delete("/v1/users/nobody/sessions").text())
        .isEqualTo("{\"ended\":0}");
  }

  @Test
  void aListHasTheLatestSessionsUpToItsLimitAndCountsAll() {
    service.caller().create("{\"user\":\"1\"}");
    service.pass(Duration.ofMinutes(5));
    Reply latest = service.caller().create("{\"user\":\"1\"}");
    for (String query : new String[] {"?limit=1", "?limit=1&attributes=true"}) {
      Reply list = service.caller().get("/v1/users/1/sessions" + query);
      assertThat(list.json().at("/sessions").size()).isEqualTo(1);
      assertThat(list.at("/sessions/0/id")).isEqualTo(latest.id());
      assertThat(list.at("/total")).isEqualTo("2");
    }
    assertThat(service.caller().get("/v1/users/1/sessions?limit=5000").at("/total")).isEqualTo("2");
  }

  @Test
  void oneDeviceOfAUserIsSignedOut() {
    Reply one = service.caller().create("{\"user\":\"a/b\"}");
    Reply other = service.caller().create("{\"user\":\"a/b\"}");
    String path = "/v1/users/a%2Fb/sessions/" + one.id();
    try (LogLines log = new LogLines()) {
      assertThat(service.caller().delete(path + "?reason=logout").text())
          .isEqualTo("{\"ended\":1}");
      assertThat(log.with("session_ended session=" + one.id() + " reason=logout")).hasSize(1);
      assertThat(service.caller().delete(path).text()).isEqualTo("{\"ended\":0}");
      assertThat(log.with("session_ended")).hasSize(1);
    }
    assertThat(service.caller().verify(one.token()).at("/active")).isEqualTo("false");
    assertThat(service.caller().verify(other.token()).at("/active")).isEqualTo("true");
  }

  @Test
  void aDeviceOfAnotherUserIsNotSignedOut() {
    Reply ada = service.caller().create("{\"user\":\"1\"}");
    Reply anonymous = service.caller().create("{}");
    for (Reply session : new Reply[] {ada, anonymous}) {
      assertThat(service.caller().delete("/v1/users/2/sessions/" + session.id()).text())
          .isEqualTo("{\"ended\":0}");
      assertThat(service.caller().verify(session.token()).at("/active")).isEqualTo("true");
    }
    assertProblem(
        service.caller().delete("/v1/users/1/sessions/" + ada.id() + "?reason=X"),
        400,
        "malformed-request");
    assertProblem(service.caller().delete("/v1/users/1/sessions/x"), 400, "malformed-request");
    assertProblem(
        service.caller().delete("/v1/users/../sessions/" + ada.id()), 400, "malformed-request");
    assertProblem(
        service.caller().get("/v1/users/1/sessions/" + ada.id()), 405, "method-not-allowed");
  }

  @Test
  void aUserIsLoggedOutEverywhere() {
    String token = service.caller().create("{\"user\":\"1\"}").token();
    service.caller().create("{\"user\":\"1\"}");
    String other = service.caller().create("{\"user\":\"2\"}").token();
    try (LogLines log = new LogLines()) {
      assertThat(service.caller().delete("/v1/users/1/sessions?reason=logout").text())
          .isEqualTo("{\"ended\":2}");
      assertThat(log.with("sessions_ended user=1 count=2 reason=logout")).hasSize(1);
    }
    assertThat(service.caller().verify(token).at("/active")).isEqualTo("false");
    assertThat(service.caller().verify(other).at("/active")).isEqualTo("true");
  }

  @Test
  void aUserIsLoggedOutEverywhereElse() {
    Reply kept = service.caller().create("{\"user\":\"1\"}");
    service.caller().create("{\"user\":\"1\"}");
    assertThat(
            service
                .caller()
                .delete("/v1/users/1/sessions?except=" + kept.id() + "&reason=revoked")
                .text())
        .isEqualTo("{\"ended\":1}");
    assertThat(service.caller().verify(kept.token()).at("/active")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "except=",
        "except=x",
        "except=AAAAAAAAAAAAAAAAAAAAAB",
        "exept=AAAAAAAAAAAAAAAAAAAAAA",
        "except=AAAAAAAAAAAAAAAAAAAAAA&except=AAAAAAAAAAAAAAAAAAAAAQ",
        "reason=X",
        "attributes=true",
        "except=AAAAAAAAAAAAAAAAAAAAAA&reason="
      })
  void aBadQueryIsRefusedAndNobodyIsLoggedOut(String query) {
    service.caller().create("{\"user\":\"1\"}");
    assertProblem(
        service.caller().delete("/v1/users/1/sessions?" + query), 400, "malformed-request");
    assertThat(service.caller().delete("/v1/users/1/sessions").at("/ended")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attributes=",
        "attributes=yes",
        "attributes=TRUE",
        "x=1",
        "attributes",
        "limit=",
        "limit=0",
        "limit=5001",
        "limit=-1",
        "limit=1.0",
        "limit=01",
        "limit=99999999999"
      })
  void aBadQueryOfAListIsRefused(String query) {
    assertProblem(service.caller().get("/v1/users/1/sessions?" + query), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({
    "a%2Fb, a/b",
    "%252F, %2F",
    "a%20b, 'a b'",
    "a+b, a+b",
    "%3Cscript%3E, <script>",
    "%C3%A9, é",
    "%F0%9F%98%80, 😀",
    "a:b, a:b",
    "%2A, *",
    "%7Ba%7D, {a}",
    "a%3Fb%23c, a?b#c",
    "..., ...",
    "%2e%2e%2e, ...",
    "sessions, sessions",
    "a;b, a;b"
  })
  void aUserIsPercentDecodedOnce(String path, String user) {
    String json = JsonMapper.shared().writeValueAsString(user);
    Reply created = service.caller().create("{\"user\":" + json + "}");
    Reply list = service.caller().get("/v1/users/" + path + "/sessions");
    assertThat(list.at("/sessions/0/id")).isEqualTo(created.id());
    assertThat(list.at("/sessions/0/user")).isEqualTo(user);
    assertThat(service.caller().delete("/v1/users/" + path + "/sessions").at("/ended"))
        .isEqualTo("1");
  }

  @Test
  void theLongestUserFits() {
    String user = "😀".repeat(256);
    service.caller().create("{\"user\":\"" + user + "\"}");
    String path = URLEncoder.encode(user, StandardCharsets.UTF_8);
    Reply list = service.caller().get("/v1/users/" + path + "/sessions");
    assertThat(list.at("/sessions/0/user")).isEqualTo(user);
    assertProblem(
        service.caller().get("/v1/users/" + path + "x/sessions"), 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        "%2e",
        "%2E%2e",
        "%00",
        "%0a",
        "a%0D%0Ab",
        "%7f",
        "%C2%85",
        "%C0%AF",
        "%ED%A0%80",
        "%FF",
        "%E2%82"
      })
  void aBadUserIsMalformed(String user) {
    assertProblem(service.caller().get("/v1/users/" + user + "/sessions"), 400, "malformed-request")
        .nowhere();
    assertProblem(
        service.caller().delete("/v1/users/" + user + "/sessions"), 400, "malformed-request");
  }
}
