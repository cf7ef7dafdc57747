package dev.sojourn.redis.internal.operation;

import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes that no caller waits for, because a later one does the same work. */
final class BestEffort {

  private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

  private BestEffort() {}

  static void logFailure(String what, CompletionStage<?> write) {
    write.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.debug("a {} failed; a later one will do its work", what, failure);
          }
        });
  }
}
