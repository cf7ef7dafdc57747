package dev.sojourn;

/** The store refuses what looking after it needs; sessions themselves are served. */
public final class MaintenanceNotAllowed extends SojournException {

  private static final long serialVersionUID = 1L;

  /** Says in one sentence what is refused. */
  public MaintenanceNotAllowed(String message) {
    super(message, null);
  }
}
