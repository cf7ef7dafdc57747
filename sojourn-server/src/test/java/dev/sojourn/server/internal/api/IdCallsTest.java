package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Read, change and revoke, by session id. */
final class IdCallsTest {

  private static final String NOBODY = "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA";

  private final TestService service = TestService.start();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aReadAnswersTheSessionAndDoesNotSlideIt() {
    Reply created = service.caller().create("{\"attributes\":{\"a\":1}}");
    service.pass(Duration.ofMinutes(31));
    Reply read = service.caller().get("/v1/sessions/" + created.id());
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created.json().at("/session"));
    service.pass(Duration.ofMinutes(1));
    assertProblem(service.caller().get("/v1/sessions/" + created.id()), 404, "session-not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}             | {"a":2}                | {"a":2}
          {"a":1}             | {"b":"x"}              | {"a":1,"b":"x"}
          {"a":1,"b":2}       | {"a":null}             | {"b":2}
          {"a":1}             | {"b":null}             | {"a":1}
          {"a":{"b":1,"c":2}} | {"a":{"b":null,"d":3}} | {"a":{"c":2,"d":3}}
          {"a":{"b":{"c":1}}} | {"a":{"b":{"d":2}}}    | {"a":{"b":{"c":1,"d":2}}}
          {"a":{"b":{"c":1}}} | {"a":{"b":[1]}}        | {"a":{"b":[1]}}
          {"a":{"b":1}}       | {"a":[{"b":null}]}     | {"a":[{"b":null}]}
          {"a":"text"}        | {"a":{"b":1,"c":null}} | {"a":{"b":1}}
          {"a":[1]}           | {"a":{"b":1}}          | {"a":{"b":1}}
          {}                  | {"a":{"b":{"c":null}}} | {"a":{"b":{}}}
          {"a":{"b":1.10}}    | {"a":{"c":2.20}}       | {"a":{"b":1.10,"c":2.20}}
          {"a":{"b":1}}       | {"a":{}}               | {"a":{"b":1}}
          {"a":1}             | {}                     | {"a":1}
          """)
  void aChangeIsAMergePatch(String before, String patch, String after) {
    Reply created = service.caller().create("{\"attributes\":" + before + "}");
    Reply changed = patch(created.id(), "{\"attributes\":" + patch + "}");
    assertThat(changed.status()).describedAs(changed.toString()).isEqualTo(200);
    assertThat(changed.text()).endsWith(",\"attributes\":" + after + "}");
    assertThat(service.caller().get("/v1/sessions/" + created.id()).text())
        .isEqualTo(changed.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"device\":null,\"attributes\":null}",
        "{\"attributes\":{}}",
        "{\"device\":\"\"}"
      })
  void whatIsNotNamedDoesNotChange(String body) {
    Reply created = service.caller().create("{\"device\":\"Phone\",\"attributes\":{\"a\":1}}");
    Reply changed = patch(created.id(), body);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json()).isEqualTo(created.json().at("/session"));
    assertProblem(service.caller().patch(NOBODY, body), 404, "session-not-found");
  }

  @Test
  void aChangeNamesTheDeviceAndDoesNotSlide() {
    Reply created = service.caller().create("{\"client\":{\"ip\":\"10.1.2.3\"}}");
    service.pass(Duration.ofMinutes(20));
    Reply changed = patch(created.id(), "{\"device\":\"Phone\"}");
    assertThat(changed.at("/device"))
        .isEqualTo("{\"label\":\"Phone\",\"address\":\"10.1.2.0/24\"}");
    assertThat(changed.at("/expiresAt")).isEqualTo(created.at("/session/expiresAt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/merge-patch+json",
        "application/json; charset=utf-8",
        "application/merge-patch+json;charset=UTF-8",
        "Application/JSON ; charset=\"utf-8\""
      })
  void aPatchTakesBothMediaTypes(String type) {
    String id = service.caller().create("{}").id();
    Reply changed =
        service
            .caller()
            .send("PATCH", "/v1/sessions/" + id, Optional.of(type), "{\"attributes\":{\"a\":1}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/attributes")).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"attributes":[]}                   | /attributes
          {"attributes":{"":1}}               | /attributes/
          {"attributes":{"":null}}            | /attributes/
          {"attributes":{"":{"a":1}}}         | /attributes/
          {"attributes":{"a":{"b":"\\ud800"}}}| /attributes/a/b
          {"attributes":{"a":1,"a":2}}        | /attributes/a
          {"device":1}                        | /device
          {"device":"\\n"}                    | /device
          {"user":"1"}                        | /user
          {"idleTimeout":"PT1M"}              | /idleTimeout
          """)
  void aBadMemberIsRefusedWithItsPointerAndNothingIsHalfDone(String body, String pointer) {
    String id = service.caller().create("{\"attributes\":{\"a\":0}}").id();
    String before = service.caller().get("/v1/sessions/" + id).text();
    assertProblem(patch(id, body), 400, "malformed-request").at(pointer);
    assertThat(service.caller().get("/v1/sessions/" + id).text()).isEqualTo(before);
  }

  @Test
  void aChangeBeyondTheLimitsIsTooLargeAndChangesNothing() {
    String id = service.caller().create("{\"attributes\":{\"a\":{\"b\":1}}}").id();
    String before = service.caller().get("/v1/sessions/" + id).text();
    String large = "x".repeat(65_536);
    assertProblem(
        patch(id, "{\"attributes\":{\"c\":1,\"b\":\"" + large + "\"}}"), 413, "too-large");
    assertProblem(
        patch(id, "{\"attributes\":{\"c\":1,\"a\":{\"b\":\"" + large + "\"}}}"), 413, "too-large");
    assertProblem(patch(id, "{\"attributes\":" + removals(10_000) + "}"), 413, "too-large");
    assertThat(service.caller().get("/v1/sessions/" + id).text()).isEqualTo(before);
    assertThat(patch(id, "{\"attributes\":" + removals(256) + "}").status()).isEqualTo(200);
  }

  @Test
  void aSessionIsEndedOnce() {
    Reply created = service.caller().create("{}");
    assertThat(service.caller().delete("/v1/sessions/" + created.id()).text())
        .isEqualTo("{\"ended\":1}");
    assertThat(service.caller().delete("/v1/sessions/" + created.id()).text())
        .isEqualTo("{\"ended\":0}");
    assertThat(service.caller().verify(created.token()).at("/active")).isEqualTo("false");
    assertProblem(patch(created.id(), "{\"attributes\":{\"a\":1}}"), 404, "session-not-found");
    assertProblem(
        patch(created.id(), "{\"attributes\":{\"a\":{\"b\":1}}}"), 404, "session-not-found");
  }

  @Test
  void theAuditLogHasTheReason() {
    try (LogLines log = new LogLines()) {
      String one = service.caller().create("{}").id();
      String other = service.caller().create("{}").id();
      service.caller().delete("/v1/sessions/" + one + "?reason=pass-word");
      service.caller().delete("/v1/sessions/" + other);
      assertThat(log.with("session=" + one + " reason=pass-word")).hasSize(1);
      assertThat(log.with("session=" + other + " reason=revoked")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reason=",
        "reason=A",
        "reason=a1",
        "reason=a%0Ab",
        "reason=a&reason=b",
        "reson=a",
        "a",
        "reason=%ff",
        "reason=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "=",
        "&",
        "reason=a&"
      })
  void aBadQueryIsRefusedAndNothingIsEnded(String query) {
    String id = service.caller().create("{}").id();
    assertProblem(
            service.caller().delete("/v1/sessions/" + id + "?" + query), 400, "malformed-request")
        .nowhere();
    assertThat(service.caller().delete("/v1/sessions/" + id).at("/ended")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAA%2B%2B",
        "%2e%2e",
        "..",
        "*",
        "%00",
        "%2A",
        "AAAAAAAAAAAAAAAAAAAAAA%0d%0a",
        "%C0%AE",
        "a~AAAAAAAAAAAAAAAAAAAAAA"
      })
  void aBadIdIsMalformed(String id) {
    for (Reply reply :
        new Reply[] {
          service.caller().get("/v1/sessions/" + id),
          patch(id, "{}"),
          service.caller().delete("/v1/sessions/" + id)
        }) {
      assertProblem(reply, 400, "malformed-request").nowhere();
    }
  }

  @Test
  void anIdIsPercentDecodedOnce() {
    String id = service.caller().create("{}").id();
    String first = "%" + Integer.toHexString(id.charAt(0));
    assertThat(service.caller().get("/v1/sessions/" + first + id.substring(1)).at("/id"))
        .isEqualTo(id);
    assertProblem(
        service.caller().get("/v1/sessions/%25" + first.substring(1) + id.substring(1)),
        400,
        "malformed-request");
  }

  @Test
  void aTokenIsNoId() {
    Reply created = service.caller().create("{}");
    assertProblem(service.caller().get("/v1/sessions/" + created.token()), 400, "malformed-request")
        .without(created.token());
  }

  private Reply patch(String id, String body) {
    return service.caller().patch("/v1/sessions/" + id, body);
  }

  private static String removals(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"r" + i + "\":null")
        .collect(joining(",", "{", "}"));
  }
}
