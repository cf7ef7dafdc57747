package dev.sojourn.server.internal.api;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.Listeners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls every operation in every way that has an answer of its own, and keeps the answers. */
final class OpenApiAnswers {

  static final String UNKNOWN_ID = "AAAAAAAAAAAAAAAAAAAAAA";

  private static final String UNKNOWN_TOKEN = UNKNOWN_ID + "." + "A".repeat(43);
  private static final String HUGE = "x".repeat(300_000);

  private static final String SESSIONS = "/v1/sessions";
  private static final String SWEEPS = "/v1/sweeps";
  private static final String LATEST_SWEEP = "/v1/sweeps/latest";
  private static final String STATS = "/v1/stats";
  private static final String USERS_SESSIONS = "/v1/users/{user}/sessions";

  private final List<Answer> answers = new ArrayList<>();

  private OpenApiAnswers() {}

  /**
   * One answer.
   *
   * @param operation the operation that was called, {@code GET /v1/sessions/{id}}
   */
  record Answer(String operation, Reply reply) {}

  /** Every answer, except those to requests that are no HTTP. */
  static List<Answer> all() {
    OpenApiAnswers all = new OpenApiAnswers();
    all.ofARunningService();
    all.atTheLimit();
    all.withAFailure(new StoreUnavailable("gone", null));
    all.withAFailure(new IllegalStateException("unforeseen"));
    all.withAConflict();
    all.withoutARight();
    all.ofStreams(new StoreUnavailable("gone", null));
    all.ofStreams(new IllegalStateException("unforeseen"));
    return all.answers;
  }

  private void ofARunningService() {
    try (TestService service = TestService.start()) {
      for (String key : List.of("", TestService.APP_KEY, TestService.OPERATOR_KEY)) {
        callMaintenance(service.caller(Optional.of(key)));
      }
      callAll(service.caller());
      callAll(service.caller(Optional.empty()));
      callAll(service.caller(Optional.of(TestService.OPERATOR_KEY)));
      callWithBadBodies(service.caller());
      callWithBadPaths(service.caller());
    }
  }

  private void atTheLimit() {
    try (TestService service =
        TestService.start(s -> s.withSessionsPerUser(new SessionsPerUser(1, AtLimit.REFUSE)))) {
      Caller caller = service.caller();
      caller.create("{\"user\":\"1\"}");
      String token = caller.create("{}").token();
      post(caller, SESSIONS, "{\"user\":\"1\"}");
      post(caller, SESSIONS + "/login", "{\"token\":\"" + token + "\",\"user\":\"1\"}");
    }
  }

  private void withoutARight() {
    try (TestService service = TestService.start()) {
      service.maintenance().fail(new MaintenanceNotAllowed("no right for SCAN"));
      callMaintenance(service.caller());
    }
  }

  /** The store fails; an unexpected failure of a ping would be one of the health check's. */
  private void withAFailure(RuntimeException failure) {
    try (TestService service =
        TestService.over(
            StoreAround.verbs(
                (name, real) ->
                    name.equals("ping") && !(failure instanceof StoreUnavailable)
                        ? real.get()
                        : CompletableFuture.failedFuture(failure)))) {
      service.maintenance().fail(failure);
      callMaintenance(service.caller());
      callAll(service.caller());
    }
  }

  private void withAConflict() {
    try (TestService service =
        TestService.over(
            StoreAround.failing("change", () -> new WriteConflict(new SessionId(UNKNOWN_ID))))) {
      patch(service.caller(), UNKNOWN_ID, "{\"device\":\"x\"}");
    }
  }

  /** One stream, then one too many; then one whose subscription fails. */
  private void ofStreams(RuntimeException failure) {
    EventSettings one = new EventSettings(1, 1 << 16, Duration.ofSeconds(15));
    Listeners listeners = new Listeners(() -> {});
    try (TestService service =
            TestService.withEvents(
                listener -> listeners.add(listener, CompletableFuture.completedFuture(null)), one);
        EventReader reader = EventReader.of(service)) {
      add("GET " + EventReader.PATH, reader.head());
      for (String key : List.of(TestService.BOTH_KEY, TestService.APP_KEY, "unknown")) {
        get(service.caller(Optional.of(key)), EventReader.PATH, "");
      }
      get(service.caller(), EventReader.PATH, "?x=1");
    }
    try (TestService service =
        TestService.withEvents(
            listener -> listeners.add(listener, CompletableFuture.failedFuture(failure)), one)) {
      get(service.caller(), EventReader.PATH, "");
    }
  }

  /** Every call of an application, for a session that exists (if one could be created) and not. */
  private void callAll(Caller caller) {
    Reply created =
        post(
            caller,
            SESSIONS,
            "{\"user\":\"1\",\"device\":\"x\",\"client\":{\"ip\":\"2001:db8::7\"},"
                + "\"idleTimeout\":\"PT90.5S\",\"attributes\":{\"a\":[1,{\"b\":null}]}}");
    post(caller, SESSIONS, "");
    if (created.status() == 201) {
      callFor(caller, created.token());
    }
    callFor(caller, UNKNOWN_TOKEN);
    for (String open : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
      get(caller, open, "");
    }
  }

  private void callFor(Caller caller, String token) {
    String body = "{\"token\":\"" + token + "\"";
    String id = token.substring(0, 22);
    post(caller, SESSIONS + "/verify", body + "}");
    post(caller, SESSIONS + "/verify", body + ",\"attributes\":false}");
    post(caller, SESSIONS + "/rotate", body + "}");
    post(caller, SESSIONS + "/logout", "{\"token\":\"" + UNKNOWN_TOKEN + "\"}");
    add("GET /v1/sessions/{id}", caller.get("/v1/sessions/" + id));
    patch(caller, id, "{\"attributes\":{\"c\":{\"d\":1}}}");
    add("GET " + USERS_SESSIONS, caller.get("/v1/users/1/sessions?attributes=true"));
    post(caller, SESSIONS + "/login", body + ",\"user\":\"1\"}");
    add("DELETE /v1/sessions/{id}", caller.delete("/v1/sessions/" + id + "?reason=logout"));
    add("GET " + USERS_SESSIONS, caller.get("/v1/users/1/sessions?limit=1"));
    add(
        "DELETE " + USERS_SESSIONS + "/{id}",
        caller.delete("/v1/users/1/sessions/" + id + "?reason=logout"));
    add(
        "DELETE " + USERS_SESSIONS,
        caller.delete("/v1/users/1/sessions?reason=logout&except=" + id));
  }

  /** Asks for the latest sweep before there is one and after; the second sweep is refused. */
  private void callMaintenance(Caller caller) {
    get(caller, LATEST_SWEEP, "");
    post(caller, SWEEPS, "{}");
    post(caller, SWEEPS, "{\"dryRun\":true}");
    get(caller, LATEST_SWEEP, "");
    get(caller, LATEST_SWEEP, "?x=1");
    get(caller, STATS, "");
    get(caller, STATS, "?x=1");
  }

  private void callWithBadBodies(Caller caller) {
    for (String call : List.of("", "/verify", "/login", "/logout", "/rotate")) {
      postBadBodies(caller, SESSIONS + call);
    }
    postBadBodies(caller, SWEEPS);
    patch(caller, UNKNOWN_ID, "x");
    patch(caller, UNKNOWN_ID, HUGE);
    add(
        "PATCH /v1/sessions/{id}",
        caller.send("PATCH", "/v1/sessions/" + UNKNOWN_ID, Optional.of("text/x"), "x"));
  }

  private void postBadBodies(Caller caller, String path) {
    post(caller, path, "x");
    post(caller, path, HUGE);
    add("POST " + path, caller.send("POST", path, Optional.of("text/x"), "x"));
  }

  private void callWithBadPaths(Caller caller) {
    add("GET /v1/sessions/{id}", caller.get("/v1/sessions/x"));
    add("DELETE /v1/sessions/{id}", caller.delete("/v1/sessions/x"));
    add("GET " + USERS_SESSIONS, caller.get("/v1/users/%00/sessions"));
    add("DELETE " + USERS_SESSIONS, caller.delete("/v1/users/%00/sessions"));
    add("DELETE " + USERS_SESSIONS + "/{id}", caller.delete("/v1/users/1/sessions/x"));
  }

  private void get(Caller caller, String path, String query) {
    add("GET " + path, caller.get(path + query));
  }

  private Reply post(Caller caller, String path, String json) {
    Reply reply = caller.post(path, json);
    add("POST " + path, reply);
    return reply;
  }

  private void patch(Caller caller, String id, String json) {
    add("PATCH /v1/sessions/{id}", caller.patch("/v1/sessions/" + id, json));
  }

  private void add(String operation, Reply reply) {
    answers.add(new Answer(operation, reply));
  }
}
