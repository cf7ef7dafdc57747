package dev.sojourn.server.internal.tryout;

import org.jspecify.annotations.Nullable;

/** The private Redis cannot be started, and why, in one sentence. */
public final class CannotTryOut extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotTryOut(String why, @Nullable Throwable cause) {
    super(
        "cannot start the private Redis: " + why + "; use --redis URI for one of your own", cause);
  }
}
