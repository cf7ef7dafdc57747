package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateTest {

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
  void aCreationAnswersTheTokenAndTheSessionAsTheContractHasIt() {
    Reply reply =
        create(
            """
            {"user": "1", "device": "Work laptop",
             "client": {"ip": "203.0.113.77", "userAgent": "Firefox"},
             "attributes": {"role": "admin", "cart": {"items": [1, 2]}}}
            """);
    String id = reply.id();
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("location")).isEqualTo("/v1/sessions/" + id);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(reply.token()).matches(id + "\\.[A-Za-z0-9_-]{43}");
    assertThat(reply.text())
        .isEqualTo(
            "{\"token\":\""
                + reply.token()
                + "\",\"session\":{\"id\":\""
                + id
                + "\",\"user\":\"1\",\"createdAt\":\"2026-11-23T18:00:00.120Z\","
                + "\"lastAccessAt\":\"2026-11-23T18:00:00.120Z\","
                + "\"expiresAt\":\"2026-11-23T18:31:30.120Z\","
                + "\"absoluteExpiresAt\":\"2026-11-24T06:00:00.120Z\","
                + "\"idleTimeout\":\"PT30M\",\"absoluteTimeout\":\"PT12H\","
                + "\"device\":{\"label\":\"Work laptop\",\"address\":\"203.0.113.0/24\"},"
                + "\"attributes\":{\"role\":\"admin\",\"cart\":{\"items\":[1,2]}}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"user\":null,\"attributes\":null,\"device\":null,\"client\":null,"
            + "\"idleTimeout\":null,\"absoluteTimeout\":null}",
        "{\"client\":{\"ip\":null,\"userAgent\":null}}"
      })
  void whatIsNotAskedForIsAsConfiguredAndAnonymous(String body) {
    Reply reply = create(body);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().at("/session/user").isNull()).isTrue();
    assertThat(reply.at("/session/idleTimeout")).isEqualTo("PT30M");
    assertThat(reply.at("/session/absoluteTimeout")).isEqualTo("PT12H");
    assertThat(reply.at("/session/device")).isEqualTo("{}");
    assertThat(reply.at("/session/attributes")).isEqualTo("{}");
  }

  @Test
  void anEmptyBodyNeedsNoMediaType() {
    Reply reply = service.caller().send("POST", "/v1/sessions", Optional.empty(), "");
    assertThat(reply.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"n":null}                                  | {}
          {"a":{"b":null}}                            | {"a":{}}
          {"a":{"b":null,"c":{"d":null,"e":1}}}       | {"a":{"c":{"e":1}}}
          {"a":[null,{"b":null}]}                     | {"a":[null,{"b":null}]}
          {"a":1.10,"b":1E+2,"c":-0,"d":0.1}          | {"a":1.10,"b":1E+2,"c":0,"d":0.1}
          {"a":12345678901234567890123}               | {"a":12345678901234567890123}
          {"a":[1.10,12345678901234567890.123456789]} | {"a":[1.10,12345678901234567890.123456789]}
          {"a":-0.0,"b":[0.0,-0.00]}                  | {"a":-0.0,"b":[0.0,-0.0]}
          {"a":1e400}                                 | {"a":1E+400}
          {"a":true,"b":false,"c":"","d":[],"e":{}}   | {"a":true,"b":false,"c":"","d":[],"e":{}}
          {"a":"\\u00e9\\ud83d\\ude00/\\"\\\\"}       | {"a":"é😀/\\"\\\\"}
          {"a":"{\\"not\\":1}","b":"null","c":"1"}    | {"a":"{\\"not\\":1}","b":"null","c":"1"}
          """)
  void attributesAreAMergePatchOntoAnEmptySessionAndComeBackAsTheyAre(String asked, String kept) {
    Reply reply = create("{\"attributes\":" + asked + "}");
    assertThat(reply.status()).describedAs(reply.toString()).isEqualTo(201);
    assertThat(reply.text()).endsWith(",\"attributes\":" + kept + "}}");
    Reply read = service.caller().get("/v1/sessions/" + reply.id());
    assertThat(read.text()).endsWith(",\"attributes\":" + kept + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M,      PT1H,     PT5M,      PT1H",
    "PT90S,     P0DT7200S,PT1M30S,   PT2H",
    "PT0.020S,  PT0.02S,  PT0.02S,   PT0.02S",
    "PT30M,     PT12H,    PT30M,     PT12H",
  })
  void timeoutsUpToTheConfiguredOnesAreKeptAndSpeltCanonically(
      String idle, String absolute, String keptIdle, String keptAbsolute) {
    Reply reply = create(timeouts(idle, absolute));
    assertThat(reply.at("/session/idleTimeout")).isEqualTo(keptIdle);
    assertThat(reply.at("/session/absoluteTimeout")).isEqualTo(keptAbsolute);
  }

  @Test
  void aLabelThatIsTooLongIsCutAndAnEmptyOneIsNone() {
    assertThat(create("{\"device\":\"" + "x".repeat(129) + "\"}").at("/session/device/label"))
        .isEqualTo("x".repeat(128));
    assertThat(create("{\"device\":\"\"}").at("/session/device")).isEqualTo("{}");
  }

  @Test
  void theConfiguredIdleTimeoutBowsToAShorterAbsoluteOne() {
    Reply reply = create("{\"absoluteTimeout\":\"PT10M\"}");
    assertThat(reply.at("/session/idleTimeout")).isEqualTo("PT10M");
  }

  @Test
  void weeksAreDurationsToo() {
    try (TestService longer =
        TestService.start(
            settings ->
                settings.withTimeouts(new Timeouts(Duration.ofDays(30), Duration.ofDays(90))))) {
      Reply reply = longer.caller().post("/v1/sessions", "{\"idleTimeout\":\"P2W\"}");
      assertThat(reply.at("/session/idleTimeout")).isEqualTo("PT336H");
    }
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        arguments("{\"user\":1}", "/user"),
        arguments("{\"user\":\"\"}", "/user"),
        arguments("{\"user\":\".\"}", "/user"),
        arguments("{\"user\":\"..\"}", "/user"),
        arguments("{\"user\":\"a\\u0000b\"}", "/user"),
        arguments("{\"user\":\"a\\nb\"}", "/user"),
        arguments("{\"user\":\"\\ud800\"}", "/user"),
        arguments("{\"user\":\"" + "x".repeat(257) + "\"}", "/user"),
        arguments("{\"device\":{\"label\":\"x\"}}", "/device"),
        arguments("{\"device\":\"a\\rb\"}", "/device"),
        arguments("{\"device\":\"a\\nSet-Cookie: x\"}", "/device"),
        arguments("{\"client\":[]}", "/client"),
        arguments("{\"client\":{\"ip\":\"localhost\"}}", "/client/ip"),
        arguments("{\"client\":{\"ip\":\"1.2.3.256\"}}", "/client/ip"),
        arguments("{\"client\":{\"ip\":\"203.0.113.7, 10.0.0.1\"}}", "/client/ip"),
        arguments("{\"client\":{\"ip\":7}}", "/client/ip"),
        arguments("{\"client\":{\"userAgent\":7}}", "/client/userAgent"),
        arguments("{\"client\":{\"agent\":\"x\"}}", "/client/agent"),
        arguments("{\"attributes\":[]}", "/attributes"),
        arguments("{\"attributes\":\"x\"}", "/attributes"),
        arguments("{\"attributes\":{\"\":1}}", "/attributes/"),
        arguments("{\"attributes\":{\"a\\tb\":1}}", "/attributes/a\tb"),
        arguments("{\"attributes\":{\"a\":{\"b\":\"\\udc00\"}}}", "/attributes/a/b"),
        arguments("{\"attributes\":{\"a/b~\":[1,\"\\udc00\"]}}", "/attributes/a~1b~0/1"),
        arguments("{\"attributes\":{\"a\":{\"\\ud800\":1}}}", "/attributes/a"),
        arguments(
            "{\"attributes\":{\"" + "x".repeat(129) + "\":1}}", "/attributes/" + "x".repeat(129)),
        arguments("{\"attributes\":{\"a\":" + "[".repeat(17) + "]".repeat(17) + "}}", ""),
        arguments("{\"idleTimeout\":\"PT31M\"}", "/idleTimeout"),
        arguments("{\"absoluteTimeout\":\"PT12H0.001S\"}", "/absoluteTimeout"),
        arguments("{\"absoluteTimeout\":\"P1D\"}", "/absoluteTimeout"),
        arguments("{\"idleTimeout\":\"P1M\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"P1Y\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"30m\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"pt30m\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"P\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"-PT5M\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT-5M\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT0S\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT0.019S\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":1800}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT99999999999999999999S\"}", "/idleTimeout"),
        arguments("{\"idleTimeout\":\"PT9223372036854775807S\"}", "/idleTimeout"),
        arguments("{\"absoluteTimeout\":\"PT0.001S\"}", "/absoluteTimeout"),
        arguments(timeouts("PT10M", "PT5M"), "/idleTimeout"),
        arguments("{\"usr\":\"1\"}", "/usr"),
        arguments("{\"token\":\"1\"}", "/token"),
        arguments("{\"a/b~c\":1}", "/a~1b~0c"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void aBadMemberIsRefusedWithItsPointer(String body, String pointer) {
    Reply reply = create(body);
    Problems problem = assertProblem(reply, 400, "malformed-request");
    if (!pointer.isEmpty()) {
      problem.at(pointer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        " ",
        "{} {}",
        "{},",
        "{}\u0000",
        "{'user':'1'}",
        "{user:1}",
        "{\"user\":\"1\",}",
        "// x\n{}",
        "{\"user\":NaN}",
        "{\"user\":\"a\nb\"}",
        "{\"user\":\"\\x\"}",
        "\ufeff{}"
      })
  void whatIsNoJsonObjectIsRefused(String body) {
    assertProblem(create(body), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"user":"1","user":"1"}                | /user
          {"user":null,"user":"1"}               | /user
          {"attributes":{"a":1,"a":2}}           | /attributes/a
          {"attributes":{"a":{"b":1,"\\u0062":2}}} | /attributes/a/b
          {"client":{"ip":null,"ip":"1.2.3.4"}}  | /client/ip
          """)
  void aMemberThatStandsTwiceIsRefused(String body, String pointer) {
    assertProblem(create(body), 400, "malformed-request").at(pointer);
  }

  @Test
  void badUtf8IsRefused() {
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xff}
        }) {
      byte[] body = "{\"user\":\"aaa\"}".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bad, 0, body, 9, bad.length);
      Reply reply =
          service.caller().sendBytes("POST", "/v1/sessions", Optional.of(Caller.JSON), body);
      assertProblem(reply, 400, "malformed-request").nowhere();
    }
  }

  @Test
  void anAttributeMayBeNestedSixteenDeepAndNoMore() {
    assertThat(create(nested(16)).status()).isEqualTo(201);
    assertProblem(create(nested(17)), 400, "malformed-request");
    assertProblem(create(nested(100_000)), 400, "malformed-request");
  }

  @Test
  void aSessionOverItsLimitsIsTooLargeAndIsNotThere() {
    String user = "{\"user\":\"large\",\"attributes\":";
    assertThat(create(user + "{\"a\":\"" + "x".repeat(65_535) + "\"}}").status()).isEqualTo(201);
    assertProblem(create(user + "{\"a\":\"" + "x".repeat(65_536) + "\"}}"), 413, "too-large");
    assertThat(create(user + many(128) + "}").status()).isEqualTo(201);
    assertProblem(create(user + many(129) + "}"), 413, "too-large");
    assertProblem(create(user + many(20_000) + "}"), 413, "too-large");
    assertThat(service.caller().get("/v1/users/large/sessions").json().at("/sessions").size())
        .isEqualTo(2);
  }

  @Test
  void aUserAtTheLimitIsRefusedOneMore() {
    try (TestService limited =
        TestService.start(s -> s.withSessionsPerUser(new SessionsPerUser(1, AtLimit.REFUSE)))) {
      Reply first = limited.caller().create("{\"user\":\"1\"}");
      assertProblem(limited.caller().post("/v1/sessions", "{\"user\":\"1\"}"), 409, "session-limit")
          .nowhere();
      assertThat(limited.caller().verify(first.token()).at("/active")).isEqualTo("true");
      limited.caller().create("{}");
    }
  }

  @Test
  void aUserAtTheLimitLosesTheOldestSession() {
    try (TestService limited =
        TestService.start(s -> s.withSessionsPerUser(new SessionsPerUser(1, AtLimit.END_OLDEST)))) {
      Reply first = limited.caller().create("{\"user\":\"1\"}");
      Reply second = limited.caller().create("{\"user\":\"1\"}");
      assertThat(limited.caller().verify(first.token()).at("/active")).isEqualTo("false");
      assertThat(limited.caller().verify(second.token()).at("/active")).isEqualTo("true");
    }
  }

  private static Reply create(String body) {
    return service.caller().post("/v1/sessions", body);
  }

  private static String timeouts(String idle, String absolute) {
    return "{\"idleTimeout\":\"" + idle + "\",\"absoluteTimeout\":\"" + absolute + "\"}";
  }

  private static String nested(int deep) {
    return "{\"attributes\":{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}}";
  }

  private static String many(int attributes) {
    return IntStream.range(0, attributes)
        .mapToObj(i -> "\"a" + i + "\":1")
        .collect(joining(",", "{", "}"));
  }
}
