package dev.sojourn.server.internal.api;

/** A request is refused with a problem; thrown where that is found out, answered in one place. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false); // expected, so it costs no stack trace
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
