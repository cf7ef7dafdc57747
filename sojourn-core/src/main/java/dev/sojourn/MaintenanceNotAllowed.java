package dev.sojourn;

/** The store does not permit what maintenance needs. Sessions themselves are served. */
public final class MaintenanceNotAllowed extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Creates it with a sentence that says what is not permitted. */
  public MaintenanceNotAllowed(String message) {
    super(message, null);
  }
}
