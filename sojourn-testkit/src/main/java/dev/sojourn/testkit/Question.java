package dev.sojourn.testkit;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is asked of two stores alike: it names sessions and secrets by number.
 *
 * @param ask asks one of the stores; the answer is text in which nothing is the store's own
 * @param learn what the client makes of the answer
 */
record Question(Function<Side, CompletionStage<String>> ask, Consumer<String> learn) {

  /** A question whose answer changes nothing for who asked. */
  static Question of(Function<Side, CompletionStage<String>> ask) {
    return new Question(ask, answer -> {});
  }

  /** The store's answer, waited for. */
  String answeredBy(Side side) {
    return Answers.of(ask.apply(side));
  }
}
