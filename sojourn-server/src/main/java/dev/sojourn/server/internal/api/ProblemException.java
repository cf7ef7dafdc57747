package dev.sojourn.server.internal.api;

/** Rejects a request with a problem; {@link FailureMapper} turns it into the answer. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false); // expected, so no stack trace
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
