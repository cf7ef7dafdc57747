package dev.sojourn.server.internal.command;

import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.server.internal.service.CannotListen;
import dev.sojourn.server.internal.tryout.CannotTryOut;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a command ended, for a person.
 *
 * @param status the process's exit status
 * @param sentence what was wrong, on one line, without the user name and password of a URI
 */
public record CommandFailure(int status, String sentence) {

  static final int FAILURE = 1;
  static final int USAGE = 2;

  /** What stands between {@code ://} and the last {@code @}: a user name and password. */
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

  /** What an exception says, itself or by the cause that it wraps. */
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
