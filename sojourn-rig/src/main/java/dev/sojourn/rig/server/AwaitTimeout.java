package dev.sojourn.rig.server;

import dev.sojourn.testkit.Debugging;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets Awaitility's default timeout. It is long because a busy machine may stall for seconds, and
 * only a failing test waits for all of it. Active in the same tests as {@link FailureContext}.
 */
public final class AwaitTimeout implements BeforeAllCallback {

  private static final Duration LIMIT = Debugging.orLonger(Duration.ofSeconds(30));

  /** The default timeout. */
  static Duration limit() {
    return LIMIT;
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
