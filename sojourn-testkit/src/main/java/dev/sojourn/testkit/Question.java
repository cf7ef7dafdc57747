package dev.sojourn.testkit;

import dev.sojourn.spi.Admission.Absent;
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
record Question(
    Function<Side, CompletionStage<String>> ask, Consumer<String> learn, Optional<Handle> next) {

  private static final String ABSENT = new Absent().toString();

  /** A question after which no session is another. */
  Question(Function<Side, CompletionStage<String>> ask, Consumer<String> learn) {
    this(ask, learn, Optional.empty());
  }

  /** A question whose answer changes nothing for who asked. */
  static Question of(Function<Side, CompletionStage<String>> ask) {
    return new Question(ask, answer -> {});
  }

  /** The store's answer, waited for. */
  String answeredBy(Side side) {
    return Answers.of(ask.apply(side));
  }

  /**
   * The answer as it may be told too: a session that goes on and is ended at once may be absent.
   */
  String inHindsight(String answer, Side side) {
    return next.isPresent() && !side.holds(next.get()) ? ABSENT : answer;
  }
}
