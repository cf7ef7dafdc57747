package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that each role may make (K1). */
final class RolesTest {

  private static TestService service;

  @BeforeAll
  static void start() {
    service = TestService.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /v1/sessions,                          201, 403",
    "POST,   /v1/sessions/verify,                   400, 403",
    "POST,   /v1/sessions/login,             400, 403",
    "POST,   /v1/sessions/logout,                   400, 403",
    "POST,   /v1/sessions/rotate,                   400, 403",
    "GET,    /v1/sessions/AAAAAAAAAAAAAAAAAAAAAA,   404, 404",
    "PATCH,  /v1/sessions/AAAAAAAAAAAAAAAAAAAAAA,   404, 403",
    "DELETE, /v1/sessions/AAAAAAAAAAAAAAAAAAAAAA,   200, 200",
    "GET,    /v1/users/1/sessions,                  200, 200",
    "DELETE, /v1/users/1/sessions,                  200, 200",
    "DELETE, /v1/users/1/sessions/AAAAAAAAAAAAAAAAAAAAAA, 200, 200",
    "POST,   /v1/sweeps?x,                          403, 400",
    "GET,    /v1/sweeps/latest,                     403, 404",
    "GET,    /v1/stats,                             403, 200",
  })
  void eachCallIsForItsRoles(String method, String path, int app, int operator) {
    assertThat(status(TestService.APP_KEY, method, path)).isEqualTo(app);
    assertThat(status(TestService.OPERATOR_KEY, method, path)).isEqualTo(operator);
    assertThat(status(TestService.BOTH_KEY, method, path)).isEqualTo(app == 403 ? operator : app);
    assertThat(service.caller(Optional.empty()).send(method, path, Optional.empty(), "").status())
        .isEqualTo(401);
  }

  @Test
  void onlyAnOperatorHearsOfEvents() {
    for (String key : List.of(TestService.OPERATOR_KEY, TestService.BOTH_KEY)) {
      try (EventReader reader = EventReader.open(service.port(), key)) {
        assertThat(reader.head().status()).isEqualTo(200);
      }
    }
    assertThat(status(TestService.APP_KEY, "GET", EventReader.PATH)).isEqualTo(403);
    assertThat(service.caller(Optional.empty()).get(EventReader.PATH).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/metrics", "/openapi.yaml"})
  void whatMachinesLookAtNeedsNoKey(String path) {
    assertThat(service.caller(Optional.empty()).get(path).status()).isEqualTo(200);
    assertThat(service.caller(Optional.of("unknown")).get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic KEY",
        "KEY",
        "Bearer",
        "Bearer ",
        "BearerKEY",
        "Token KEY",
        "Bearer KEYx",
        "Bearer x KEY",
        "Bearer \"KEY\"",
        "Bearer kEY"
      })
  void anotherProofIsNone(String header) throws Exception {
    assertThat(authorized(header).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer KEY", "bearer KEY", "BEARER KEY", "Bearer  KEY"})
  void theSchemeIsInAnyCase(String header) throws Exception {
    assertThat(authorized(header).status()).isEqualTo(404);
  }

  @Test
  void twoProofsAreNone() throws Exception {
    assertThat(authorized("Bearer KEY\r\nAuthorization: Bearer KEY").status()).isEqualTo(401);
  }

  private static Reply authorized(String header) throws Exception {
    return RawConnection.exchange(
        service.port(),
        "GET /v1/nope HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + header.replace("KEY", TestService.APP_KEY)
            + "\r\n\r\n");
  }

  private static int status(String key, String method, String path) {
    return service.caller(Optional.of(key)).send(method, path, Optional.empty(), "").status();
  }
}
