package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.StoreUnavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  @Test
  void requestsAndTheStoresVerbsAreCounted() {
    try (TestService service = TestService.start()) {
      Caller caller = service.caller();
      Reply created = caller.create("{\"user\":\"private-user\"}");
      caller.verify(created.token());
      caller.verify("malformed");
      caller.verify("AAAAAAAAAAAAAAAAAAAAAA." + "A".repeat(43));
      caller.get("/v1/users/private-user/sessions");
      caller.delete("/v1/sessions/" + created.id());
      caller.delete("/v1/sessions/" + created.id());
      caller.get("/private-path");
      List<String> lines = lines(service);
      assertThat(lines)
          .contains(
              count("POST", "/v1/sessions", 201, 1),
              count("POST", "/v1/sessions/verify", 200, 3),
              count("GET", "/v1/users/{user}/sessions", 200, 1),
              count("GET", "none", 404, 1),
              "sojourn_store_seconds_count{outcome=\"admitted\",verb=\"create\"} 1",
              "sojourn_store_seconds_count{outcome=\"live\",verb=\"access\"} 1",
              "sojourn_store_seconds_count{outcome=\"unknown\",verb=\"access\"} 1",
              "sojourn_store_seconds_count{outcome=\"ended\",verb=\"revoke\"} 1",
              "sojourn_store_seconds_count{outcome=\"absent\",verb=\"revoke\"} 1",
              "sojourn_tokens_malformed_total 1.0",
              "sojourn_invalidations_sent_total 2.0",
              "sojourn_replies_misrouted_total 0.0");
      assertThat(lines).anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
      assertThat(lines).anyMatch(line -> line.startsWith("jvm_threads_live_threads"));
      assertThat(String.join("\n", lines)).doesNotContain("private").doesNotContain(created.id());
    }
  }

  @Test
  void anOutageOfTheStoreIsCountedAsOne() {
    try (TestService service =
        TestService.over(StoreAround.failing(() -> new StoreUnavailable("it is gone", null)))) {
      service.caller().get("/v1/users/1/sessions");
      assertThat(lines(service))
          .contains(
              "sojourn_store_seconds_count{outcome=\"unavailable\",verb=\"list\"} 1",
              count("GET", "/v1/users/{user}/sessions", 503, 1));
    }
  }

  @Test
  void theyAreInPrometheusTextFormat() {
    try (TestService service = TestService.start()) {
      Reply reply = service.caller().get("/metrics");
      assertThat(reply.header("content-type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      assertThat(reply.header("cache-control")).isEqualTo("no-store");
      assertThat(reply.text()).endsWith("\n");
    }
  }

  private static List<String> lines(TestService service) {
    return service.caller().get("/metrics").text().lines().toList();
  }

  private static String count(String method, String route, int status, int times) {
    return "http_server_requests_seconds_count{method=\"%s\",route=\"%s\",status=\"%d\"} %d"
        .formatted(method, route, status, times);
  }
}
