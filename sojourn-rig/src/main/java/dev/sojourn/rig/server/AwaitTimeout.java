package dev.sojourn.rig.server;

import dev.sojourn.testkit.Debugging;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What is awaited without a limit of its own may take this long: a busy machine may stand still for
 * seconds, and only a test that fails waits for all of it. Active as {@link FailureContext} is.
 */
public final class AwaitTimeout implements BeforeAllCallback {

  private static final Duration LIMIT = Debugging.orLonger(Duration.ofSeconds(30));

  /** How long that is. */
  static Duration limit() {
    return LIMIT;
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
