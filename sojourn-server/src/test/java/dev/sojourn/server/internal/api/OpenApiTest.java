package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.AsyncSessions;
import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.SizeLimits;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.WriteConflict;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.server.internal.observe.Health;
import dev.sojourn.server.internal.service.Routes;
import dev.sojourn.spi.Listeners;
import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The description is the service, and the service is the description. */
final class OpenApiTest {

  private static final String NOBODY = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String NO_TOKEN = NOBODY + "." + "A".repeat(43);

  private final OpenApi api = new OpenApi();

  @Test
  void theDescriptionHasEveryRouteAndNoOther() {
    assertThat(api.operations())
        .isEqualTo(
            routes().stream()
                .map(OpenApiTest::operation)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theDescriptionTellsWhatEachRouteTakesAndFromWhom() {
    for (Route route : routes()) {
      String pointer = OpenApi.pointer(operation(route));
      JsonNode operation = api.at(pointer);
      assertThat(operation.has("security")).describedAs(pointer).isEqualTo(route.roles().isEmpty());
      assertThat(operation.at("/description").asString(""))
          .describedAs(pointer)
          .startsWith(roles(route.roles()));
      assertThat(queries(operation)).describedAs(pointer).isEqualTo(route.queries());
      assertThat(mediaTypes(operation)).describedAs(pointer).isEqualTo(mediaTypes(route));
      for (String type : mediaTypes(operation)) {
        String schema =
            api.resolved(pointer + "/requestBody/content/" + OpenApi.escaped(type) + "/schema");
        assertThat(api.at(schema).get("properties").propertyNames())
            .describedAs(schema)
            .containsExactlyElementsOf(route.members());
        assertThat(api.at(schema).get("additionalProperties").booleanValue()).isFalse();
      }
    }
  }

  @Test
  void everyExampleIsOfItsSchema() {
    List<String> schemas = new ArrayList<>();
    collect("", api.at(""), schemas);
    assertThat(schemas).hasSizeGreaterThan(20);
  }

  @Test
  void everyAnswerIsAsDescribedAndEveryDescribedAnswerIsSeen() {
    Set<String> seen = new TreeSet<>();
    Stream.concat(answers(), answersToLongHeads())
        .forEach(
            answer -> {
              String response =
                  api.resolved(
                      OpenApi.pointer(answer.operation) + "/responses/" + answer.reply.status());
              assertThat(api.at(response).isMissingNode())
                  .describedAs(answer.operation + " " + answer.reply)
                  .isFalse();
              assertDescribed(response, answer);
              seen.add(answer.operation + " " + answer.reply.status());
            });
    assertThat(seen).isEqualTo(api.statuses());
  }

  @Test
  void theServiceTakesEveryExampleOfABody() {
    try (TestService service = TestService.start()) {
      int tried = 0;
      for (Route route : routes()) {
        String pointer =
            OpenApi.pointer(operation(route))
                + "/requestBody/content/"
                + OpenApi.escaped(bodyType(route))
                + "/examples";
        String path = route.path().replace("{id}", service.caller().create("{}").id());
        for (Map.Entry<String, JsonNode> example : api.at(pointer).properties()) {
          String body = example.getValue().get("value").toString();
          Reply reply =
              service
                  .caller()
                  .send(route.method().name(), path, Optional.of(bodyType(route)), body);
          assertThat(reply.status()).describedAs(reply.toString()).isIn(200, 201, 202, 404);
          tried++;
        }
      }
      assertThat(tried).isGreaterThanOrEqualTo(8);
    }
  }

  private void assertDescribed(String response, Answer answer) {
    JsonNode described = api.at(response);
    String type = answer.reply.header("content-type").split(";", 2)[0];
    assertThat(described.get("content").propertyNames()).contains(type);
    if (type.endsWith("json")) {
      String schema = response + "/content/" + OpenApi.escaped(type) + "/schema";
      assertThat(api.errors(schema, answer.reply.json()))
          .describedAs(answer.operation + " " + answer.reply)
          .isEmpty();
    }
    for (String name : described.get("headers").propertyNames()) {
      String header = api.resolved(response + "/headers/" + name);
      JsonNode value = StringNode.valueOf(answer.reply.header(name));
      assertThat(api.errors(header + "/schema", value))
          .describedAs(name + " of " + answer)
          .isEmpty();
    }
  }

  /** Examples stand beside a schema, alone or by name; a name's value may stand elsewhere. */
  private void collect(String pointer, JsonNode node, List<String> found) {
    if (node.has("schema") && (node.has("examples") || node.has("example"))) {
      found.add(pointer);
      if (node.has("example")) {
        assertThat(api.errors(pointer + "/schema", node.get("example")))
            .describedAs(pointer)
            .isEmpty();
      }
      for (String name : node.path("examples").propertyNames()) {
        String example = api.resolved(pointer + "/examples/" + OpenApi.escaped(name)) + "/value";
        assertThat(api.errors(pointer + "/schema", api.at(example))).describedAs(example).isEmpty();
        found.add(example);
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      collect(pointer + "/" + OpenApi.escaped(member.getKey()), member.getValue(), found);
    }
  }

  private static Stream<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    withAService(answers);
    withALimit(answers);
    withAFailure(answers, new StoreUnavailable("gone", null));
    withAFailure(answers, new IllegalStateException("unforeseen"));
    withAConflict(answers);
    withoutARight(answers);
    withStreams(answers, new StoreUnavailable("gone", null));
    withStreams(answers, new IllegalStateException("unforeseen"));
    return answers.stream();
  }

  /** Before anything else is looked at, so of each operation. */
  private Stream<Answer> answersToLongHeads() {
    List<Answer> answers = new ArrayList<>();
    try (TestService service = TestService.start()) {
      for (String operation : operations()) {
        String[] call = operation.split(" ", 2);
        String line = call[1].replaceAll("\\{.*}", NOBODY) + "?x=";
        Caller longKey = service.caller(Optional.of("x".repeat(9_000)));
        answers.add(new Answer(operation, sent(longKey, call[0], line)));
        String longLine = line + "x".repeat(5_000);
        answers.add(new Answer(operation, sent(service.caller(), call[0], longLine)));
      }
    }
    return answers.stream();
  }

  private Set<String> operations() {
    return api.statuses().stream()
        .map(status -> status.substring(0, status.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static Reply sent(Caller caller, String method, String path) {
    return caller.send(method, path, Optional.empty(), "");
  }

  private static void withAService(List<Answer> answers) {
    try (TestService service = TestService.start()) {
      for (String key : List.of("", TestService.APP_KEY, TestService.OPERATOR_KEY)) {
        everyMaintenanceCall(service.caller(Optional.of(key)), answers);
      }
      everyCall(service.caller(), answers);
      everyCall(service.caller(Optional.empty()), answers);
      everyCall(service.caller(Optional.of(TestService.OPERATOR_KEY)), answers);
      everyBadBody(service.caller(), answers);
    }
  }

  private static void everyBadBody(Caller caller, List<Answer> answers) {
    String huge = "x".repeat(300_000);
    for (String call : List.of("", "/verify", "/login", "/rotate")) {
      String path = "/v1/sessions" + call;
      answers.add(new Answer("POST " + path, caller.post(path, "x")));
      answers.add(new Answer("POST " + path, caller.post(path, huge)));
      answers.add(
          new Answer("POST " + path, caller.send("POST", path, Optional.of("text/x"), "x")));
    }
    String sweeps = "/v1/sweeps";
    answers.add(new Answer("POST " + sweeps, caller.post(sweeps, "x")));
    answers.add(new Answer("POST " + sweeps, caller.post(sweeps, huge)));
    answers.add(
        new Answer("POST " + sweeps, caller.send("POST", sweeps, Optional.of("text/x"), "x")));
    String one = "PATCH /v1/sessions/{id}";
    String path = "/v1/sessions/" + NOBODY;
    answers.add(new Answer(one, caller.patch(path, "x")));
    answers.add(new Answer(one, caller.patch(path, huge)));
    answers.add(new Answer(one, caller.send("PATCH", path, Optional.of("text/x"), "x")));
    answers.add(new Answer("GET /v1/sessions/{id}", caller.get("/v1/sessions/x")));
    answers.add(new Answer("DELETE /v1/sessions/{id}", caller.delete("/v1/sessions/x")));
    answers.add(new Answer("GET /v1/users/{user}/sessions", caller.get("/v1/users/%00/sessions")));
    answers.add(
        new Answer("DELETE /v1/users/{user}/sessions", caller.delete("/v1/users/%00/sessions")));
  }

  private static void withALimit(List<Answer> answers) {
    try (TestService service =
        TestService.start(s -> s.withSessionsPerUser(new SessionsPerUser(1, AtLimit.REFUSE)))) {
      Caller caller = service.caller();
      caller.create("{\"user\":\"1\"}");
      String token = caller.create("{}").token();
      answers.add(new Answer("POST /v1/sessions", caller.post("/v1/sessions", "{\"user\":\"1\"}")));
      answers.add(
          new Answer(
              "POST /v1/sessions/login",
              caller.post("/v1/sessions/login", "{\"token\":\"" + token + "\",\"user\":\"1\"}")));
    }
  }

  private static void withoutARight(List<Answer> answers) {
    try (TestService service = TestService.start()) {
      service.maintenance().fail(new MaintenanceNotAllowed("no right for SCAN"));
      everyMaintenanceCall(service.caller(), answers);
    }
  }

  private static void withAFailure(List<Answer> answers, RuntimeException failure) {
    try (TestService service =
        TestService.over(
            StoreAround.verbs(
                (name, real) ->
                    name.equals("ping") && !(failure instanceof StoreUnavailable)
                        ? real.get()
                        : CompletableFuture.failedFuture(failure)))) {
      service.maintenance().fail(failure);
      everyMaintenanceCall(service.caller(), answers);
      everyCall(service.caller(), answers);
    }
  }

  private static void withAConflict(List<Answer> answers) {
    try (TestService service =
        TestService.over(
            StoreAround.failing("change", () -> new WriteConflict(new SessionId(NOBODY))))) {
      answers.add(
          new Answer(
              "PATCH /v1/sessions/{id}",
              service.caller().patch("/v1/sessions/" + NOBODY, "{\"device\":\"x\"}")));
    }
  }

  /** One stream, then one too many, and one whose invalidations cannot be had. */
  private static void withStreams(List<Answer> answers, RuntimeException failure) {
    String call = "GET " + EventReader.PATH;
    EventSettings one = new EventSettings(1, 1 << 16, Duration.ofSeconds(15));
    Listeners listeners = new Listeners(() -> {});
    try (TestService service =
            TestService.telling(
                listener -> listeners.add(listener, CompletableFuture.completedFuture(null)), one);
        EventReader reader = EventReader.of(service)) {
      answers.add(new Answer(call, reader.head()));
      for (String key : List.of(TestService.BOTH_KEY, TestService.APP_KEY, "unknown")) {
        answers.add(new Answer(call, service.caller(Optional.of(key)).get(EventReader.PATH)));
      }
      answers.add(new Answer(call, service.caller().get(EventReader.PATH + "?x=1")));
    }
    try (TestService service =
        TestService.telling(
            listener -> listeners.add(listener, CompletableFuture.failedFuture(failure)), one)) {
      answers.add(new Answer(call, service.caller().get(EventReader.PATH)));
    }
  }

  /** Every call, once for something that is there where there is such a thing, and once not. */
  private static void everyCall(Caller caller, List<Answer> answers) {
    Reply created =
        caller.post(
            "/v1/sessions",
            "{\"user\":\"1\",\"device\":\"x\",\"client\":{\"ip\":\"2001:db8::7\"},"
                + "\"idleTimeout\":\"PT90.5S\",\"attributes\":{\"a\":[1,{\"b\":null}]}}");
    answers.add(new Answer("POST /v1/sessions", created));
    answers.add(new Answer("POST /v1/sessions", caller.post("/v1/sessions", "")));
    boolean there = created.status() == 201;
    for (String token : there ? List.of(created.token(), NO_TOKEN) : List.of(NO_TOKEN)) {
      String body = "{\"token\":\"" + token + "\"";
      answers.add(new Answer("POST /v1/sessions/verify", caller.verify(token)));
      answers.add(
          new Answer(
              "POST /v1/sessions/verify",
              caller.post("/v1/sessions/verify", body + ",\"attributes\":false}")));
      answers.add(
          new Answer("POST /v1/sessions/rotate", caller.post("/v1/sessions/rotate", body + "}")));
      String id = token.substring(0, 22);
      answers.add(new Answer("GET /v1/sessions/{id}", caller.get("/v1/sessions/" + id)));
      answers.add(
          new Answer(
              "PATCH /v1/sessions/{id}",
              caller.patch("/v1/sessions/" + id, "{\"attributes\":{\"c\":{\"d\":1}}}")));
      answers.add(
          new Answer(
              "GET /v1/users/{user}/sessions", caller.get("/v1/users/1/sessions?attributes=true")));
      answers.add(
          new Answer(
              "POST /v1/sessions/login",
              caller.post("/v1/sessions/login", body + ",\"user\":\"1\"}")));
      answers.add(
          new Answer(
              "DELETE /v1/sessions/{id}", caller.delete("/v1/sessions/" + id + "?reason=logout")));
      answers.add(new Answer("GET /v1/users/{user}/sessions", caller.get("/v1/users/1/sessions")));
      answers.add(
          new Answer(
              "DELETE /v1/users/{user}/sessions",
              caller.delete("/v1/users/1/sessions?reason=logout&except=" + id)));
    }
    for (String open : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
      answers.add(new Answer("GET " + open, caller.get(open)));
    }
  }

  /** The latest sweep is asked for before there is one, and after; the second one is refused. */
  private static void everyMaintenanceCall(Caller caller, List<Answer> answers) {
    String latest = "/v1/sweeps/latest";
    answers.add(new Answer("GET " + latest, caller.get(latest)));
    answers.add(new Answer("POST /v1/sweeps", caller.post("/v1/sweeps", "{}")));
    answers.add(new Answer("POST /v1/sweeps", caller.post("/v1/sweeps", "{\"dryRun\":true}")));
    answers.add(new Answer("GET " + latest, caller.get(latest)));
    answers.add(new Answer("GET " + latest, caller.get(latest + "?x=1")));
    answers.add(new Answer("GET /v1/stats", caller.get("/v1/stats")));
    answers.add(new Answer("GET /v1/stats", caller.get("/v1/stats?x=1")));
  }

  private static List<Route> routes() {
    InMemorySessionStore store = new InMemorySessionStore();
    AsyncSessions sessions = Sessions.over(store, new JsonCodec()).build().async();
    return Stream.concat(
            Routes.calls(
                new SessionsApi(sessions, SizeLimits.DEFAULT, RequestObserver.NONE),
                new UsersApi(sessions),
                new MaintenanceApi(new FakeMaintenance(), Optional::empty),
                EventStreams.of(store.invalidations()).on(new DefaultEventLoop()))
                .stream(),
            Routes.management(new Health(store, Duration.ofSeconds(1)), call -> null).stream())
        .toList();
  }

  private static String operation(Route route) {
    return route.method().name() + " " + route.path();
  }

  private static String roles(Set<Role> roles) {
    if (roles.isEmpty()) {
      return "";
    }
    return "Role "
        + Stream.of(Role.values())
            .filter(roles::contains)
            .map(role -> "`" + role.label() + "`")
            .collect(Collectors.joining(" or "))
        + ".";
  }

  private Set<String> queries(JsonNode operation) {
    return operation
        .path("parameters")
        .valueStream()
        .map(p -> p.has("$ref") ? api.at(p.get("$ref").stringValue().substring(1)) : p)
        .filter(p -> p.get("in").stringValue().equals("query"))
        .map(p -> p.get("name").stringValue())
        .collect(Collectors.toSet());
  }

  private static Set<String> mediaTypes(JsonNode operation) {
    return Set.copyOf(operation.at("/requestBody/content").propertyNames());
  }

  private static Set<String> mediaTypes(Route route) {
    return route.members().isEmpty()
        ? Set.of()
        : new TreeSet<>(List.of(bodyType(route), Caller.JSON));
  }

  private static String bodyType(Route route) {
    return route.bodyType();
  }

  private record Answer(String operation, Reply reply) {}
}
