package dev.sojourn.testkit;

/**
 * What a client of a random run shows.
 *
 * @param session the number of a session
 * @param secret the number of a secret
 */
record Handle(int session, int secret) {

  Handle showing(int other) {
    return new Handle(session, other);
  }
}
