package dev.sojourn.server.internal.command;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.server.internal.service.CannotListen;
import dev.sojourn.server.internal.tryout.CannotTryOut;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a command, for the console.
 *
 * @param status the exit status of the process
 * @param sentence the reason on one line, without the user name and password of a URI
 */
public record CommandFailure(int status, String sentence) {

  static final int FAILURE = 1;
  static final int USAGE = 2;

  /** The user name and password: the text between {@code ://} and the last {@code @}. */
  private static final String USER_INFO = "://[^\\n]*@";

  private static final Set<Class<?>> USAGE_ERRORS =
      Set.of(BadUsage.class, IllegalArgumentException.class);

  private static final Set<Class<?>> FAILURES =
      Set.of(
          StoreUnavailable.class,
          MaintenanceNotAllowed.class,
          CannotListen.class,
          CannotMigrate.class,
          CannotTrain.class,
          CannotSweep.class,
          CannotTryOut.class);

  public CommandFailure {
    sentence = sentence.replaceAll(USER_INFO, "://").replaceAll("\\s*\\R\\s*", " ");
  }

  /** The failure for an exception or for the known exception among its causes. */
  public static CommandFailure of(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (USAGE_ERRORS.contains(cause.getClass())) {
        return new CommandFailure(USAGE, String.valueOf(cause.getMessage()));
      }
      if (FAILURES.contains(cause.getClass())) {
        return new CommandFailure(FAILURE, String.valueOf(cause.getMessage()));
      }
    }
    return new CommandFailure(FAILURE, "unexpected failure: " + thrown);
  }
}
