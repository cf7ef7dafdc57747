package dev.sojourn.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
        service
            .caller()
            .post(
                "/v1/sessions",
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
}
