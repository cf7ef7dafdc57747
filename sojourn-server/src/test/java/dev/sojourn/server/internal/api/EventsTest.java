package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.spi.InvalidationBus;
import dev.sojourn.spi.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code GET /v1/events}: its events and its limits. */
@Timeout(60)
final class EventsTest {

  private static final EventSettings SMALL = new EventSettings(2, 16 << 10, Duration.ofMillis(50));

  private static final SessionId ANYBODY = new SessionId("AAAAAAAAAAAAAAAAAAAAAA");

  private final Listeners listeners = new Listeners(() -> {});

  @Test
  void whatEndsOrChangesIsToldToEveryClient() {
    try (TestService service = TestService.start();
        EventReader one = EventReader.of(service);
        EventReader other = EventReader.of(service)) {
      String changed = service.caller().create("{}").id();
      String ended = service.caller().create("{}").id();
      service.caller().patch("/v1/sessions/" + changed, "{\"device\":\"x\"}");
      service.caller().delete("/v1/sessions/" + ended);
      for (EventReader reader : List.of(one, other)) {
        assertThat(reader.awaitId(ended).ids()).containsExactly(changed, ended);
        assertThat(reader.lines())
            .containsSequence("event: invalidated", "data: {\"id\": \"" + ended + "\"}", "");
      }
    }
  }

  @Test
  void itIsAStreamOfServerSentEventsThatNobodyKeeps() {
    try (TestService service = TestService.start();
        EventReader reader = EventReader.of(service)) {
      assertThat(reader.head().status()).isEqualTo(200);
      assertThat(reader.head().header("content-type")).isEqualTo("text/event-stream");
      assertThat(reader.head().header("cache-control")).isEqualTo("no-store");
      await().until(() -> reader.lines().contains(": listening"));
    }
  }

  @Test
  void whileNothingHappensACommentSaysThatItIsThere() {
    try (TestService service = withEvents(SMALL);
        EventReader reader = EventReader.of(service)) {
      await()
          .until(() -> reader.lines().stream().filter(": heartbeat"::equals).limit(3).count() == 3);
      assertThat(reader.lines()).noneMatch(line -> line.startsWith("event:"));
    }
  }

  @Test
  void thatMessagesMayHaveBeenMissedIsToldInASentence() {
    try (TestService service = withEvents(EventSettings.DEFAULT);
        EventReader reader = EventReader.of(service)) {
      listeners.missed();
      reader.awaitEvent("missed");
      await()
          .untilAsserted(
              () ->
                  assertThat(reader.lines())
                      .containsSequence(
                          "event: missed",
                          "data: {\"detail\": \"Some invalidations may have been missed; clear"
                              + " your cache.\"}",
                          ""));
    }
  }

  @Test
  void whoReadsTooSlowlyIsDroppedAndToldSoAndHurtsNobody() throws IOException {
    try (TestService service = withEvents(SMALL);
        RawConnection slow = RawConnection.narrow(service.port());
        EventReader other = EventReader.of(service)) {
      slow.send(RawConnection.head("GET", EventReader.PATH) + "\r\n");
      await().until(() -> metric(service, "sojourn_events_streams") == 2);
      int told = 0;
      while (metric(service, "sojourn_events_dropped_total") == 0) {
        for (int i = 0; i < 5000; i++) {
          listeners.invalidated(ANYBODY);
        }
        told += 5000;
        int all = told;
        await().until(() -> other.ids().size() >= all);
      }
      assertThat(metric(service, "sojourn_events_dropped_total")).isEqualTo(1);
      assertThat(metric(service, "sojourn_events_streams")).isEqualTo(1);
      assertThat(slow.chunks())
          .endsWith(
              "event: dropped\ndata: {\"detail\": \"You read too slowly; clear your cache and"
                  + " reconnect.\"}\n\n\n");
      SessionId last = new SessionId("BAAAAAAAAAAAAAAAAAAAAA");
      listeners.invalidated(last);
      other.awaitId(last.value());
    }
  }

  @Test
  void whenTheServiceStopsStreamsEndAtOnce() throws IOException {
    TestService service = withEvents(SMALL);
    try (RawConnection slow = new RawConnection(service.port());
        EventReader reader = EventReader.of(service)) {
      slow.send(RawConnection.head("GET", EventReader.PATH) + "\r\n");
      await().until(() -> metric(service, "sojourn_events_streams") == 2);
      long begun = System.nanoTime();
      service.close();
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
      reader.awaitEnd();
      assertThat(reader.lines()).noneMatch(line -> line.startsWith("broken"));
      assertThat(slow.chunks()).contains(": listening");
    }
  }

  @Test
  void aStreamTooManyIsRefusedUntilAnotherIsGone() {
    try (TestService service = withEvents(SMALL);
        EventReader stays = EventReader.of(service)) {
      try (EventReader goes = EventReader.of(service)) {
        assertThat(goes.head().status()).isEqualTo(200);
        Reply refused = operator(service).get(EventReader.PATH);
        assertProblem(refused, 429, "slow-down").nowhere();
        assertThat(refused.header("retry-after")).isEqualTo("1");
      }
      await().until(() -> metric(service, "sojourn_events_streams") == 1);
      try (EventReader next = EventReader.of(service)) {
        assertThat(next.head().status()).isEqualTo(200);
      }
      assertThat(stays.head().status()).isEqualTo(200);
    }
  }

  @Test
  void clientsThatComeAndGoLeaveNothing() throws IOException {
    try (TestService service = withEvents(EventSettings.DEFAULT)) {
      for (int i = 0; i < 100; i++) {
        try (RawConnection connection = new RawConnection(service.port())) {
          connection.send(RawConnection.head("GET", EventReader.PATH) + "\r\n");
          if (i % 2 == 0) {
            connection.head();
          }
        }
        listeners.invalidated(ANYBODY);
      }
      await().until(() -> metric(service, "sojourn_events_streams") == 0);
    }
  }

  @Test
  void allStreamsAreFedByOneListenerThatBeginsWithTheFirst() {
    AtomicInteger registered = new AtomicInteger();
    InvalidationBus counting =
        listener -> {
          registered.incrementAndGet();
          return listeners.add(listener, completedFuture(null));
        };
    try (TestService service = TestService.withEvents(counting, EventSettings.DEFAULT)) {
      assertThat(registered).hasValue(0);
      List<EventReader> readers = Stream.generate(() -> EventReader.of(service)).limit(10).toList();
      assertThat(registered).hasValue(1);
      listeners.invalidated(ANYBODY);
      readers.forEach(reader -> reader.awaitId(ANYBODY.value()).close());
    }
  }

  @Test
  void withoutInvalidationsTheStoreIsUnavailableAndItHeals() {
    List<CompletionStage<Void>> begun = new ArrayList<>();
    begun.add(failedFuture(new StoreUnavailable("Redis is not there", null)));
    begun.add(completedFuture(null));
    InvalidationBus bus = listener -> listeners.add(listener, begun.remove(0));
    try (TestService service = TestService.withEvents(bus, SMALL)) {
      assertProblem(operator(service).get(EventReader.PATH), 503, "store-unavailable");
      assertThat(metric(service, "sojourn_events_streams")).isZero();
      try (EventReader reader = EventReader.of(service)) {
        assertThat(reader.head().status()).isEqualTo(200);
      }
    }
  }

  /** So that a client with an answer receives every later event. */
  @Test
  void aStreamBeginsOnceWhateverEndsWillBeTold() {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    InvalidationBus bus = listener -> listeners.add(listener, confirmed);
    try (TestService service = TestService.withEvents(bus, SMALL)) {
      CompletableFuture<EventReader> asked =
          CompletableFuture.supplyAsync(() -> EventReader.of(service));
      await().until(() -> metric(service, "sojourn_events_streams") == 1);
      assertThat(asked).isNotDone();
      confirmed.complete(null);
      assertThat(asked).succeedsWithin(EventReader.PATIENCE);
      asked.join().close();
    }
  }

  @Test
  void aStreamIsCountedWhenItBegins() {
    try (TestService service = TestService.start();
        EventReader reader = EventReader.of(service)) {
      assertThat(reader.head().status()).isEqualTo(200);
      String route = "method=\"GET\",route=\"/v1/events\",status=\"200\"";
      assertThat(metric(service, "http_server_requests_seconds_count{" + route + "}")).isEqualTo(1);
      assertThat(metric(service, "sojourn_events_opened_total")).isEqualTo(1);
    }
  }

  @Test
  void theKeyIsTakenFromTheHeaderAlone() {
    try (TestService service = TestService.start()) {
      String withKey = EventReader.PATH + "?key=" + TestService.OPERATOR_KEY;
      assertProblem(service.caller(Optional.empty()).get(withKey), 401, "unknown-key");
      assertProblem(operator(service).get(withKey), 400, "malformed-request");
    }
  }

  private TestService withEvents(EventSettings settings) {
    return TestService.withEvents(
        listener -> listeners.add(listener, completedFuture(null)), settings);
  }

  private static Caller operator(TestService service) {
    return service.caller(Optional.of(TestService.OPERATOR_KEY));
  }

  private static double metric(TestService service, String name) {
    return service
        .caller()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }
}
