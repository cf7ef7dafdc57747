package dev.sojourn.redis.internal.operation;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.WriteConflict;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.spi.Admission;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.NoSession;
import java.time.Duration;
import java.util.List;

/**
 * One call of login.
 *
 * @param id the old id
 * @param shown the hash of the secret that was shown
 * @param login the new id, secret and user
 * @param limit how many sessions the user may have
 */
record LoginAttempt(SessionId id, SecretHash shown, Login login, SessionsPerUser limit) {

  /**
   * How long repeats of a login may arrive: two command timeouts, and a process at a standstill.
   */
  static Duration repeatable(RedisSettings settings) {
    return Duration.ofMinutes(1).plus(settings.commandTimeout().multipliedBy(2));
  }

  /** The failure when retries end without a result. */
  WriteConflict conflict() {
    return new WriteConflict(id);
  }

  /** The result if the session under the new id shows that this login is done already. */
  Admission admissionOf(LookupResult underNewId) {
    return underNewId
        .session()
        .filter(record -> record.secrets().current().matches(login.secret()))
        .<Admission>map(record -> new Admission.Admitted(record, List.of()))
        .orElseGet(NoSession::new);
  }
}
