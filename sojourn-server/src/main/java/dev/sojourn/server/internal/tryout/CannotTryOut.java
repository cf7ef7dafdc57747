package dev.sojourn.server.internal.tryout;

import org.jspecify.annotations.Nullable;

/** Thrown when the private Redis cannot be started. The message is one sentence. */
public final class CannotTryOut extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTryOut(String why, @Nullable Throwable cause) {
    super(
        "cannot start the private Redis: " + why + "; use --redis URI for one of your own", cause);
  }
}
