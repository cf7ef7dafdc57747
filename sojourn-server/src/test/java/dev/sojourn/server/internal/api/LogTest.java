package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The log contains what operators need and nothing private (H6, J5, K2). */
final class LogTest {

  private static final String FORGED =
      "x\n2026-01-01 INFO login ok admin\u001b[31m${jndi:ldap://x}";

  @Test
  void aRequestIsALineWithItsRouteAndItsKeysName() {
    try (LogLines log = new LogLines();
        TestService service = TestService.start()) {
      service.caller(Optional.of(TestService.APP_KEY)).delete("/v1/users/private-user/sessions");
      assertThat(log.with("dev.sojourn.access")).hasSize(1);
      assertThat(log.with("dev.sojourn.access").get(0))
          .contains("\"level\":\"INFO\"")
          .contains("{\"method\":\"DELETE\"}")
          .contains("users\\/{user}\\/sessions")
          .contains("{\"status\":\"200\"}")
          .contains("{\"key\":\"app\"}")
          .doesNotContain("private-user");
    }
  }

  @Test
  void whatOnlyReadsIsLoggedInDetailAlone() {
    try (LogLines log = new LogLines();
        TestService service = TestService.start()) {
      String token = service.caller().create("{}").token();
      service.caller().verify(token);
      service.caller().get("/v1/users/1/sessions");
      service.caller().get("/v1/sessions/nope");
      assertThat(levels(log)).containsExactly("INFO", "DEBUG", "DEBUG", "INFO");
    }
  }

  @Test
  void noSecretIsLoggedWhateverHappens() {
    try (LogLines log = new LogLines();
        TestService service = TestService.start()) {
      Caller caller = service.caller();
      Reply created =
          caller.create(
              "{\"user\":\"1\",\"device\":\"label-of-the-test\","
                  + "\"attributes\":{\"a\":\"value-of-the-test\"}}");
      String secret = created.token().substring(created.id().length() + 1);
      caller.verify(created.token());
      caller.verify(created.token() + "x");
      caller.get("/v1/sessions/" + created.token());
      caller.get("/v1/users/1/sessions?token=" + created.token());
      caller.post("/v1/sessions/rotate", "{\"token\":\"" + created.token() + "\"}");
      caller.post("/v1/sessions/rotate", "{\"token\":\"" + created.token());
      caller.patch("/v1/sessions/" + created.id(), "{\"attributes\":{\"a\":\"value-of-the-test\"");
      caller.delete("/v1/sessions/" + created.id());
      service.caller(Optional.of("unknown-key-of-the-test")).get("/v1/users/1/sessions");
      assertThat(log.all()).hasSizeGreaterThan(10);
      for (String secretText :
          List.of(
              secret,
              "value-of-the-test",
              "label-of-the-test",
              "unknown-key-of-the-test",
              TestService.BOTH_KEY)) {
        assertThat(log.with(secretText)).isEmpty();
      }
    }
  }

  @Test
  void noLineIsForged() {
    String json = JsonMapper.shared().writeValueAsString(FORGED);
    try (LogLines log = new LogLines();
        TestService service = TestService.start()) {
      Caller caller = service.caller();
      caller.create("{\"client\":{\"ip\":\"1.2.3.4\",\"userAgent\":" + json + "}}");
      caller.create("{\"user\":\"${jndi:ldap://x}\"}");
      caller.delete("/v1/users/%24%7Bjndi:ldap:%2F%2Fx%7D/sessions");
      caller.send("F${jndi}".replaceAll("[${}]", "!"), "/v1/sessions", Optional.empty(), "");
      caller.post("/v1/sessions", "{\"user\":" + json + "}");
      assertThat(log.all()).allSatisfy(line -> assertThat(line.strip()).doesNotContain("\n"));
      assertThat(log.with("\u001b")).isEmpty();
      assertThat(log.with("login ok")).isEmpty();
      assertThat(log.with("\"OTHER\"")).hasSize(1);
    }
  }

  private static List<String> levels(LogLines log) {
    return log.with("dev.sojourn.access").stream()
        .map(line -> line.replaceAll("(?s).*\"level\":\"(\\w+)\".*", "$1"))
        .toList();
  }
}
