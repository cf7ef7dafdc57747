package dev.sojourn.testkit.random;

/**
 * What a client of a random run presents.
 *
 * @param session the number of a session
 * @param secret the number of a secret
 */
record SessionHandle(int session, int secret) {

  SessionHandle showing(int other) {
    return new SessionHandle(session, other);
  }
}
