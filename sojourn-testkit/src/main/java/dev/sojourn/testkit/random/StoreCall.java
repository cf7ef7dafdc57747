package dev.sojourn.testkit.random;

import dev.sojourn.spi.NoSession;
import dev.sojourn.testkit.Await;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is asked of two stores alike: it names sessions and secrets by number.
 *
 * @param ask asks one of the stores; the answer is text in which nothing is the store's own
 * @param learn what the client makes of the answer
 * @param next as what a session is to go on, if so
 */
record StoreCall(
    Function<RecordingStore, CompletionStage<String>> ask,
    Consumer<String> learn,
    Optional<SessionHandle> next) {

  private static final String ABSENT = new NoSession().toString();

  /** A question after which no session is another. */
  StoreCall(Function<RecordingStore, CompletionStage<String>> ask, Consumer<String> learn) {
    this(ask, learn, Optional.empty());
  }

  /** A question whose answer changes nothing for who asked. */
  static StoreCall of(Function<RecordingStore, CompletionStage<String>> ask) {
    return new StoreCall(ask, answer -> {});
  }

  /** The store's answer, waited for. */
  String answeredBy(RecordingStore store) {
    return Await.of(ask.apply(store));
  }

  /**
   * The answer as it may be told too: a session that goes on and is ended at once may be absent.
   */
  String inHindsight(String answer, RecordingStore store) {
    return next.isPresent() && !store.holds(next.get()) ? ABSENT : answer;
  }
}
