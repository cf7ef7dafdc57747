package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberMismatch;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Nested;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A failure of the store never logs anyone out. */
final class UnavailableTest {

  private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String TOKEN = ID + "." + "A".repeat(43);
  private static final String SECRET = "secret-of-the-test";

  /** Every call that uses the store. */
  static List<Reply> allCalls(Caller caller) {
    return List.of(
        caller.post("/v1/sessions", "{\"user\":\"1\"}"),
        caller.verify(TOKEN),
        caller.post("/v1/sessions/verify", "{\"token\":\"" + TOKEN + "\",\"touch\":false}"),
        caller.post("/v1/sessions/login", "{\"token\":\"" + TOKEN + "\",\"user\":\"1\"}"),
        caller.post("/v1/sessions/logout", "{\"token\":\"" + TOKEN + "\"}"),
        caller.post("/v1/sessions/logout", "{\"token\":\"" + TOKEN + "\",\"scope\":\"all\"}"),
        caller.post("/v1/sessions/rotate", "{\"token\":\"" + TOKEN + "\"}"),
        caller.get("/v1/sessions/" + ID),
        caller.patch("/v1/sessions/" + ID, "{\"attributes\":{\"a\":{\"b\":1}}}"),
        caller.patch("/v1/sessions/" + ID, "{}"),
        caller.delete("/v1/sessions/" + ID),
        caller.get("/v1/users/1/sessions"),
        caller.delete("/v1/users/1/sessions"),
        caller.delete("/v1/users/1/sessions?except=" + ID));
  }

  @Test
  void whenTheStoreDoesNotAnswerEveryCallSaysSo() {
    try (TestService service = failing(new StoreUnavailable("it is gone", null))) {
      allCalls(service.caller()).forEach(UnavailableTest::assertUnavailable);
      assertUnavailable(service.caller().get("/health/ready"));
      assertThat(service.caller().get("/health/live").status()).isEqualTo(200);
      assertThat(service.caller().get("/metrics").status()).isEqualTo(200);
    }
  }

  @Test
  void aFailureWithinAStageIsTheSame() {
    StoreUnavailable gone = new StoreUnavailable("it is gone", null);
    try (TestService service = failing(new CompletionException(new CompletionException(gone)))) {
      allCalls(service.caller()).forEach(UnavailableTest::assertUnavailable);
    }
  }

  @Test
  void anOutageIsLoggedOnceAndNotOnceARequest() {
    try (LogLines log = new LogLines();
        TestService service = failing(new StoreUnavailable("it is gone", null))) {
      for (int i = 0; i < 10; i++) {
        service.caller().verify(TOKEN);
      }
      assertThat(log.with("it is gone")).hasSizeBetween(1, 5);
      assertThat(log.all().stream().filter(line -> line.contains("\"level\":\"INFO\""))).isEmpty();
    }
  }

  @Test
  void whatWasNotForeseenIsToldByAnIdAlone() {
    try (LogLines log = new LogLines();
        TestService service = failing(new IllegalStateException(SECRET))) {
      for (Reply reply : allCalls(service.caller())) {
        assertProblem(reply, 500, "internal-error").nowhere().without(SECRET).without("Exception");
        String id = reply.at("/instance").substring("urn:sojourn:error:".length());
        assertThat(id).matches("[0-9a-f]{1,16}");
        assertThat(reply.at("/detail")).contains(id);
        assertThat(log.with("{\"error\":\"" + id + "\"}")).hasSize(1);
      }
      assertProblem(service.caller().get("/health/ready"), 500, "internal-error");
    }
  }

  @Test
  void aVerbThatThrowsInsteadOfFailingIsTheSame() {
    try (TestService service =
        TestService.over(
            StoreAround.verbs(
                (name, real) -> {
                  throw new IllegalStateException(SECRET);
                }))) {
      allCalls(service.caller())
          .forEach(reply -> assertProblem(reply, 500, "internal-error").without(SECRET));
    }
  }

  @Test
  void aConflictOfWritesIsToldAsOne() {
    try (TestService service =
        TestService.over(
            StoreAround.failing("change", () -> new WriteConflict(new SessionId(ID))))) {
      String id = service.caller().create("{}").id();
      assertProblem(
              service.caller().patch("/v1/sessions/" + id, "{\"device\":\"x\"}"),
              409,
              "write-conflict")
          .nowhere();
    }
  }

  @Test
  void aMemberThatIsNotWhatAChangeNeedsIsAConflictToo() {
    Append append = new Append(MemberPath.parse("cart.items"), EncodedValue.json("1"));
    Nested nested = new Nested(List.of(append));
    MemberMismatch mismatch =
        catchThrowableOfType(
            MemberMismatch.class,
            () -> SessionDelta.result(nested, Optional.of(EncodedValue.json("{\"items\":7}"))));
    try (TestService service = TestService.over(StoreAround.failing("change", () -> mismatch))) {
      String id = service.caller().create("{}").id();
      Reply reply =
          service.caller().patch("/v1/sessions/" + id, "{\"attributes\":{\"a\":{\"b\":1}}}");
      assertProblem(reply, 409, "write-conflict").nowhere().without("7");
      assertThat(reply.at("/detail"))
          .isEqualTo("The session has no array at cart.items; nothing was written.");
    }
  }

  @Test
  void aStoreThatAnswersNothingIsNotReady() {
    try (TestService service =
        TestService.over(
            StoreAround.verbs(
                (name, real) -> name.equals("ping") ? new CompletableFuture<>() : real.get()))) {
      assertUnavailable(service.caller().get("/health/ready"));
      assertThat(service.caller().create("{}").status()).isEqualTo(201);
    }
  }

  @Test
  void anAnswerFromAnotherThreadIsAnswered() {
    try (TestService service =
        TestService.over(
            StoreAround.answers(answer -> CompletableFuture.supplyAsync(() -> answer)))) {
      for (int i = 0; i < 50; i++) {
        String token = service.caller().create("{\"user\":\"1\"}").token();
        assertThat(service.caller().verify(token).at("/active")).isEqualTo("true");
      }
      assertThat(service.caller().delete("/v1/users/1/sessions").at("/ended")).isEqualTo("50");
    }
  }

  @Test
  void theServiceHealsWithTheStore() {
    StoreSwitch store = new StoreSwitch();
    try (TestService service = TestService.over(StoreAround.verbs(store))) {
      String token = service.caller().create("{}").token();
      store.fail();
      assertUnavailable(service.caller().verify(token));
      store.heal();
      await().until(() -> service.caller().get("/health/ready").status() == 200);
      assertThat(service.caller().verify(token).at("/active")).isEqualTo("true");
    }
  }

  private static TestService failing(Throwable failure) {
    return TestService.over(StoreAround.failing(() -> failure));
  }

  private static void assertUnavailable(Reply reply) {
    assertProblem(reply, 503, "store-unavailable").nowhere().without("it is gone");
    assertThat(reply.header("retry-after")).isEqualTo("1");
  }

  private static final class StoreSwitch implements StoreAround.Verb {

    private volatile Optional<StoreUnavailable> failure = Optional.empty();

    void fail() {
      failure = Optional.of(new StoreUnavailable("it is gone", null));
    }

    void heal() {
      failure = Optional.empty();
    }

    @Override
    public CompletionStage<Object> call(String name, Supplier<CompletionStage<Object>> real) {
      return failure.isPresent() ? CompletableFuture.failedFuture(failure.get()) : real.get();
    }
  }
}
