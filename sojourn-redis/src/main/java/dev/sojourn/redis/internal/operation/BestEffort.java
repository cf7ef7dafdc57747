package dev.sojourn.redis.internal.operation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;

/** Writes that no caller waits for, because a later one does the same work. */
final class BestEffort {

  private static final Logger LOG = System.getLogger(BestEffort.class.getName());

  private BestEffort() {}

  static void logFailure(String what, CompletionStage<?> write) {
    write.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.log(
                Level.DEBUG, () -> "a " + what + " failed; a later one will do its work", failure);
          }
        });
  }
}
