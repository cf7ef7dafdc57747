package dev.sojourn.server.api;

/** A request is refused with a problem; thrown where that is found out, answered in one place. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refused(Problem problem) {
    super(problem.detail(), null, false, false); // expected, so it costs no stack trace
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
