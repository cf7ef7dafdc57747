package dev.sojourn.testkit.random;

import dev.sojourn.spi.NoSession;
import dev.sojourn.testkit.Await;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call made to two stores, with sessions and secrets given by number.
 *
 * @param ask makes the call; its result is a text that does not depend on the store
 * @param learn lets the client learn from the result
 * @param next the session's new handle, if the call gives it one
 */
record StoreCall(
    Function<RecordingStore, CompletionStage<String>> ask,
    Consumer<String> learn,
    Optional<SessionHandle> next) {

  private static final String ABSENT = new NoSession().toString();

  /** A call that gives no session a new handle. */
  StoreCall(Function<RecordingStore, CompletionStage<String>> ask, Consumer<String> learn) {
    this(ask, learn, Optional.empty());
  }

  /** A call whose result the client does not use. */
  static StoreCall of(Function<RecordingStore, CompletionStage<String>> ask) {
    return new StoreCall(ask, answer -> {});
  }

  /** Makes the call and waits for its result. */
  String answeredBy(RecordingStore store) {
    return Await.of(ask.apply(store));
  }

  /**
   * The result that is correct as well: a session that continued and ended at once may be absent.
   */
  String inHindsight(String answer, RecordingStore store) {
    return next.isPresent() && !store.holds(next.get()) ? ABSENT : answer;
  }
}
