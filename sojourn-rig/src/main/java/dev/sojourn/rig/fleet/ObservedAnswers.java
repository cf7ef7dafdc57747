package dev.sojourn.rig.fleet;

import java.util.Optional;

/**
 * What one server has answered about one token.
 *
 * @param accepted the latest question that was answered with yes
 * @param refused the first question since then that was answered with no
 */
record ObservedAnswers(Optional<Question> accepted, Optional<Question> refused) {

  static final ObservedAnswers NOTHING = new ObservedAnswers(Optional.empty(), Optional.empty());

  /** A question's moments, {@link System#nanoTime}. */
  record Question(long sent, long arrived) {}

  ObservedAnswers accepted(Question question) {
    return new ObservedAnswers(Optional.of(question), Optional.empty());
  }

  ObservedAnswers refused(Question question) {
    return refused.isPresent() ? this : new ObservedAnswers(accepted, Optional.of(question));
  }
}
