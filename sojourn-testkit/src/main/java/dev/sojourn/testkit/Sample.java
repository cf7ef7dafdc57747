package dev.sojourn.testkit;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.SecretHash;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.spi.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A template of a session, from which a test creates as many as it needs; immutable.
 *
 * @param user its user; empty for an anonymous session
 * @param timeouts its timeouts
 * @param device its device
 * @param attributes its attributes by name
 */
public record Sample(
    Optional<String> user, Timeouts timeouts, Device device, Map<String, EncodedValue> attributes) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A session of a user that does not expire during a test. */
  public static Sample of(String user) {
    return new Sample(Optional.of(user), Timeouts.DEFAULT, Device.UNKNOWN, Map.of());
  }

  /** An anonymous session. */
  public static Sample anonymous() {
    return new Sample(Optional.empty(), Timeouts.DEFAULT, Device.UNKNOWN, Map.of());
  }

  /** With an idle timeout in milliseconds. */
  public Sample idle(long millis) {
    return timeouts(new Timeouts(Duration.ofMillis(millis), timeouts.absolute()));
  }

  public Sample timeouts(Timeouts other) {
    return new Sample(user, other, device, attributes);
  }

  public Sample on(Device other) {
    return new Sample(user, timeouts, other, attributes);
  }

  public Sample with(String name, String text) {
    return with(Map.of(name, EncodedValue.text(text)));
  }

  public Sample with(Map<String, EncodedValue> others) {
    Map<String, EncodedValue> more = new LinkedHashMap<>(attributes);
    more.putAll(others);
    return new Sample(user, timeouts, device, more);
  }

  /** A draft with a new id and a new secret. */
  public SessionDraft draft(SessionStore store) {
    return new SessionDraft(
        store.newId(user, RANDOM), newSecret(), user, timeouts, device, attributes);
  }

  /** Creates a session in a store, without a limit. */
  public TestClient in(SessionStore store) {
    SessionDraft draft = draft(store);
    Await.as(Admission.Admitted.class, store.create(draft, SessionsPerUser.NONE));
    return TestClient.of(store, draft);
  }

  /** The same without waiting. */
  public CompletionStage<TestClient> inAsync(SessionStore store) {
    SessionDraft draft = draft(store);
    return store
        .create(draft, SessionsPerUser.NONE)
        .thenApply(answer -> TestClient.of(store, draft));
  }

  /** The hash of a new random secret. */
  public static SecretHash newSecret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new SecretHash(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
