package dev.sojourn.spi;

import dev.sojourn.SessionId;
import java.util.List;

/** The result of {@link SessionStore#create} and {@link SessionStore#login}. */
public sealed interface Admission permits Admission.Admitted, Admission.Full, NoSession {

  /**
   * The session was created.
   *
   * @param record the session as stored
   * @param displaced older sessions of the user, ended to stay within the limit
   */
  record Admitted(SessionRecord record, List<SessionId> displaced) implements Admission {
    /**
     * Copies the list.
     *
     * @param record the session as stored
     * @param displaced older sessions, ended to stay within the limit
     */
    public Admitted {
      displaced = List.copyOf(displaced);
    }
  }

  /** The user already has the maximum number of sessions; nothing changed. */
  record Full() implements Admission {}
}
