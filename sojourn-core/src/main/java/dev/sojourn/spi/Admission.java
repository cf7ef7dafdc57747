package dev.sojourn.spi;

import dev.sojourn.SessionId;
import java.util.List;

/** The result of {@link SessionStore#create} and {@link SessionStore#login}. */
public sealed interface Admission permits Admission.Admitted, Admission.Full, NoSession {

  /**
   * The session is there.
   *
   * @param record the session as stored
   * @param displaced older sessions of the user that were ended to keep the limit
   */
  record Admitted(SessionRecord record, List<SessionId> displaced) implements Admission {
    /**
     * Copies the list.
     *
     * @param record the session as stored
     * @param displaced older sessions that were ended
     */
    public Admitted {
      displaced = List.copyOf(displaced);
    }
  }

  /** The user has the most sessions allowed; nothing was changed. */
  record Full() implements Admission {}
}
