package dev.sojourn.testkit;

import java.util.Optional;

/**
 * What one server has answered about one token.
 *
 * @param accepted the latest question that was answered with yes
 * @param refused the first question since then that was answered with no
 */
record Seen(Optional<Question> accepted, Optional<Question> refused) {

  static final Seen NOTHING = new Seen(Optional.empty(), Optional.empty());

  /** A question's moments, {@link System#nanoTime}. */
  record Question(long sent, long arrived) {}

  Seen accepted(Question question) {
    return new Seen(Optional.of(question), Optional.empty());
  }

  Seen refused(Question question) {
    return refused.isPresent() ? this : new Seen(accepted, Optional.of(question));
  }
}
