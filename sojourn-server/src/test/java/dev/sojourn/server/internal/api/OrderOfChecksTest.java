package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of errors: 401, then 404 or 405 for the path, 403, 415, 413, 400, then the rest. */
final class OrderOfChecksTest {

  private static final String BAD_ID = "/v1/sessions/not-an-id";
  private static final Optional<String> TEXT = Optional.of("text/plain");
  private static final String HUGE = "x".repeat(256 * 1024 + 1);

  private static TestService service;

  @BeforeAll
  static void start() {
    service = TestService.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void anUnknownCallerIsToldNothingElse() {
    for (Caller caller :
        List.of(
            service.caller(Optional.empty()),
            service.caller(Optional.of("unknown")),
            service.caller(Optional.of("")),
            service.caller(Optional.of(TestService.APP_KEY + "x")))) {
      for (Reply reply :
          List.of(
              caller.get("/v1/nope"),
              caller.get("/nope"),
              caller.get("/"),
              caller.send("PUT", "/v1/sessions", TEXT, "x"),
              caller.send("POST", "/v1/sessions", TEXT, HUGE),
              caller.post("/v1/sessions", "not json"),
              caller.get(BAD_ID))) {
        assertProblem(reply, 401, "unknown-key").nowhere();
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/",
        "/v1/sessions/",
        "/v1/users",
        "/v1/users/1",
        "/v1/users//sessions",
        "/v1/users/1/sessions/",
        "/v1/users/a/b/sessions",
        "/v1/sessions/verify/",
        "/V1/sessions",
        "/v1//sessions",
        "/v1/events/",
        "/v1/sweeps/",
        "/v1/sweeps/first",
        "/v1/stats/x",
        "/v1/forward-auth",
        "/swagger",
        "/actuator/env",
        "/.git/config",
        "/health",
        "/favicon.ico",
        "/openapi.json"
      })
  void aPathThatIsNotThereIsToldBeforeRoleAndBody(String path) {
    Caller operator = service.caller(Optional.of(TestService.OPERATOR_KEY));
    assertProblem(operator.send("POST", path, TEXT, "x"), 404, "no-such-path").nowhere();
    assertProblem(operator.get(path), 404, "no-such-path");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /v1/sessions              | POST
          DELETE | /v1/sessions              | POST
          GET    | /v1/sessions/verify       | POST
          DELETE | /v1/sessions/verify       | POST
          PATCH  | /v1/sessions/rotate       | POST
          GET    | /v1/sessions/login | POST
          PUT    | /v1/sessions/not-an-id    | DELETE, GET, PATCH
          POST   | /v1/sessions/not-an-id    | DELETE, GET, PATCH
          HEAD   | /v1/sessions/not-an-id    | DELETE, GET, PATCH
          OPTIONS| /v1/sessions/not-an-id    | DELETE, GET, PATCH
          PATCH  | /v1/users/%2e/sessions    | DELETE, GET
          GET    | /v1/sweeps                | POST
          POST   | /v1/sweeps/latest         | GET
          POST   | /v1/stats                 | GET
          POST   | /v1/events                | GET
          HEAD   | /v1/events                | GET
          POST   | /health/live              | GET
          DELETE | /health/ready             | GET
          PUT    | /metrics                  | GET
          POST   | /openapi.yaml             | GET
          FOO    | /v1/sessions              | POST
          """)
  void aMethodThatIsNotThereIsToldBeforeRoleAndBody(String method, String path, String allowed) {
    Caller operator = service.caller(Optional.of(TestService.OPERATOR_KEY));
    Reply reply = operator.send(method, path, TEXT, method.equals("HEAD") ? "" : "x");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo(allowed);
    if (!method.equals("HEAD")) {
      assertProblem(reply, 405, "method-not-allowed").nowhere();
    }
  }

  @Test
  void theRoleIsCheckedBeforeTheBody() {
    Caller operator = service.caller(Optional.of(TestService.OPERATOR_KEY));
    for (Reply reply :
        List.of(
            operator.send("POST", "/v1/sessions", TEXT, HUGE),
            operator.send("POST", "/v1/sessions/verify", TEXT, "x"),
            operator.post("/v1/sessions/login", HUGE),
            operator.post("/v1/sessions/rotate", "not json"),
            operator.patch(BAD_ID, "not json"))) {
      assertProblem(reply, 403, "role-missing").nowhere();
      assertThat(reply.at("/detail")).contains("app");
    }
  }

  @Test
  void theRoleIsCheckedBeforeTheQueryOfAStream() {
    Caller app = service.caller(Optional.of(TestService.APP_KEY));
    assertProblem(app.get("/v1/events?x=1"), 403, "role-missing").nowhere();
    assertProblem(app.send("GET", "/v1/events", TEXT, "x"), 403, "role-missing");
    Caller operator = service.caller(Optional.of(TestService.OPERATOR_KEY));
    assertProblem(operator.get("/v1/events?x=1"), 400, "malformed-request").nowhere();
    assertProblem(operator.send("GET", "/v1/events", TEXT, "x"), 415, "unsupported-media-type");
  }

  @Test
  void theMediaTypeIsCheckedBeforeSizeAndContent() {
    Caller app = service.caller(Optional.of(TestService.APP_KEY));
    for (Optional<String> type :
        List.of(
            TEXT,
            Optional.<String>empty(),
            Optional.of(""),
            Optional.of("application/jsonx"),
            Optional.of("application/json; charset=utf-16"),
            Optional.of("application/json; charset=utf-8; q=1"),
            Optional.of("application/x-www-form-urlencoded"),
            Optional.of("*/*"))) {
      assertProblem(app.send("POST", "/v1/sessions", type, HUGE), 415, "unsupported-media-type");
      assertProblem(app.send("PATCH", BAD_ID, type, "not json"), 415, "unsupported-media-type");
    }
    assertThat(app.send("POST", "/v1/sessions", TEXT, "{}").at("/detail"))
        .contains("application/json");
    assertThat(app.send("PATCH", BAD_ID, TEXT, "{}").at("/detail"))
        .contains("application/merge-patch+json");
    assertProblem(
        app.send("POST", "/v1/sessions", Optional.of("application/merge-patch+json"), "{}"),
        415,
        "unsupported-media-type");
  }

  @Test
  void theSizeIsCheckedBeforeTheContent() {
    Caller app = service.caller(Optional.of(TestService.APP_KEY));
    assertProblem(app.post("/v1/sessions", HUGE), 413, "too-large").nowhere();
    assertProblem(app.patch(BAD_ID, HUGE), 413, "too-large");
    assertProblem(app.post("/v1/sessions", HUGE.substring(1)), 400, "malformed-request");
    assertThat(app.post("/v1/sessions", "{}" + " ".repeat(256 * 1024 - 2)).status()).isEqualTo(201);
  }

  @Test
  void theContentIsCheckedBeforeWhetherThereIsSuchASession() {
    Caller app = service.caller(Optional.of(TestService.APP_KEY));
    String nobody = "/v1/sessions/AAAAAAAAAAAAAAAAAAAAAA";
    assertProblem(app.patch(nobody, "{\"device\":1}"), 400, "malformed-request").at("/device");
    assertProblem(app.patch(nobody, "{\"device\":\"x\"}"), 404, "session-not-found");
    assertProblem(app.get(nobody + "?x=1"), 400, "malformed-request");
    assertProblem(app.post("/v1/sessions?x=1", "{}"), 400, "malformed-request");
    assertProblem(app.post("/v1/sessions/verify?token=x", ""), 400, "malformed-request");
  }

  @Test
  void aBodyWhereNoneIsTakenIsJudgedTheSameWay() {
    Caller app = service.caller(Optional.of(TestService.APP_KEY));
    String id = app.create("{}").id();
    String path = "/v1/sessions/" + id;
    assertProblem(app.send("DELETE", path, TEXT, "x"), 415, "unsupported-media-type");
    assertProblem(app.send("DELETE", path, Optional.of(Caller.JSON), HUGE), 413, "too-large");
    assertProblem(
            app.send("DELETE", path, Optional.of(Caller.JSON), "{\"except\":1}"),
            400,
            "malformed-request")
        .at("/except");
    assertThat(app.send("DELETE", path, Optional.of(Caller.JSON), "{}").at("/ended"))
        .isEqualTo("1");
  }
}
