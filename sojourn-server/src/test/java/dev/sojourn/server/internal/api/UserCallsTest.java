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
        .isEqualTo("{\"sessions\":[]}");
    assertThat(service.caller().delete("/v1/users/nobody/sessions").text())
        .isEqualTo("{\"ended\":0}");
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
  @ValueSource(strings = {"attributes=", "attributes=yes", "attributes=TRUE", "x=1", "attributes"})
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
