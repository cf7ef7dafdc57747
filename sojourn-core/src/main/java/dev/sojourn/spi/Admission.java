package dev.sojourn.spi;

import dev.sojourn.SessionId;
import java.util.List;

/** What a store answers to a creation or a login. */
public sealed interface Admission {

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

  /**
   * There is no session to go on with: none was there, the secret does not open it, or it was ended
   * at that moment, be it under its new id.
   */
  record Absent() implements Admission {}
}
