package dev.sojourn.rig.fleet;

import java.util.Optional;

/**
 * What one server answered about one token.
 *
 * @param accepted the latest question answered with yes
 * @param refused the first question since then answered with no
 */
record ObservedAnswers(Optional<Question> accepted, Optional<Question> refused) {

  static final ObservedAnswers NOTHING = new ObservedAnswers(Optional.empty(), Optional.empty());

  /** When a question was sent and its answer arrived, {@link System#nanoTime}. */
  record Question(long sent, long arrived) {}

  ObservedAnswers accepted(Question question) {
    return new ObservedAnswers(Optional.of(question), Optional.empty());
  }

  ObservedAnswers refused(Question question) {
    return refused.isPresent() ? this : new ObservedAnswers(accepted, Optional.of(question));
  }
}
