package dev.sojourn.redis.internal.connection;

import dev.sojourn.SojournException;
import dev.sojourn.StoreUnavailable;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce's exceptions as ours, in one place. Texts of Redis are not repeated: they may hold data.
 */
public final class RedisErrors {

  private static final Pattern CODE = Pattern.compile("-?([A-Z]{2,20})\\b.*", Pattern.DOTALL);

  private static final String JSON_WRONG_TYPE = "Existing key has wrong Redis type";

  private static final List<String> UNSENT =
      List.of(
          "Currently not connected",
          "Connection is closed",
          "Request queue size exceeded",
          "Command buffer size exceeded",
          "Internal stack size exceeded");

  private RedisErrors() {}

  /** What a stage of Lettuce failed with, without the wrappings of stages. */
  public static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Whether Redis answered with an error of that code. */
  public static boolean isCode(Throwable failure, String code) {
    return unwrapped(failure) instanceof RedisCommandExecutionException e
        && code.equals(code(String.valueOf(e.getMessage())));
  }

  /**
   * Whether Redis refused to serve: it moved the key, is no primary, is cut off, is loading, or
   * whatever else it answered with an error, but for a key of another type.
   */
  public static boolean isRefusal(Throwable failure) {
    return unwrapped(failure) instanceof RedisCommandExecutionException
        && !isCode(failure, "WRONGTYPE");
  }

  /**
   * Whether it is unknown if the command ran: it was sent, and Redis answered nothing, not even an
   * error.
   */
  public static boolean isUnknownOutcome(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return isLettuces(cause)
        && !(cause instanceof RedisCommandExecutionException)
        && !isUnsent(cause);
  }

  /**
   * Whether the command was refused on our side, and never sent: while disconnected, or with too
   * many waiting already. Lettuce says it by these words alone; by any other the outcome counts as
   * unknown.
   */
  public static boolean isUnsent(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String words = String.valueOf(cause.getMessage());
    return cause.getClass() == io.lettuce.core.RedisException.class
        && UNSENT.stream().anyMatch(words::startsWith);
  }

  /** Whether the failure is that an answer, or a connection, took too long. */
  public static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandTimeoutException
          || cause instanceof ConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The failure as ours: what is no failure of the store stays as it is. */
  public static RuntimeException translated(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof RedisCommandTimeoutException) {
      return new StoreUnavailable("Redis did not answer in time", cause);
    }
    if (cause instanceof RedisCommandExecutionException) {
      return new StoreUnavailable(
          "Redis answered with an error: " + code(String.valueOf(cause.getMessage())), cause);
    }
    return cause instanceof RuntimeException known && !isLettuces(cause)
        ? known
        : new StoreUnavailable("Redis cannot be reached", cause);
  }

  /** Why no connection could be made, in one sentence without the URI. */
  public static RuntimeException ofConnecting(Throwable failure) {
    return known(failure)
        .orElseGet(
            () ->
                new StoreUnavailable(
                    "Redis cannot be reached; is it running, and is the URI right?",
                    unwrapped(failure)));
  }

  /** The reason that is known, wherever it is hidden: each node of a Cluster has one of its own. */
  private static Optional<RuntimeException> known(@Nullable Throwable failure) {
    if (failure instanceof RedisCommandExecutionException) {
      return Optional.of(refusedConnection(failure));
    }
    if (failure instanceof SojournException || failure instanceof IllegalArgumentException) {
      return Optional.of((RuntimeException) failure);
    }
    return failure == null
        ? Optional.empty()
        : Stream.concat(Stream.of(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
            .flatMap(cause -> known(cause).stream())
            .findFirst();
  }

  private static StoreUnavailable refusedConnection(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("cluster support disabled")) {
      return new StoreUnavailable(
          "this server is no Cluster, so its URI must be redis:// or rediss://", cause);
    }
    String code = code(message);
    return new StoreUnavailable(
        switch (code) {
          case "WRONGPASS" -> "Redis refuses the user name or password";
          case "NOAUTH" ->
              "Redis asks for a password; put it into the URI: redis://user:password@…";
          case "NOPERM" ->
              message.contains("cluster|nodes")
                  ? "the Redis user lacks the right for CLUSTER NODES, which a Cluster needs; is this"
                      + " server one?"
                  : "the Redis user lacks the right for a command that connecting needs";
          default -> "Redis refuses the connection: " + code;
        },
        cause);
  }

  private static boolean isLettuces(Throwable cause) {
    return cause instanceof io.lettuce.core.RedisException
        || cause
            instanceof java.io.IOException // a connection that was reset, as the system says it
        || cause.getClass().getName().startsWith("io.netty.")
        || cause instanceof java.util.concurrent.CancellationException
        || cause instanceof java.util.concurrent.RejectedExecutionException;
  }

  /** The code; the JSON type says of a key of another type the same, but has no code for it. */
  private static String code(String message) {
    if (message.startsWith(JSON_WRONG_TYPE)) {
      return "WRONGTYPE";
    }
    var matcher = CODE.matcher(message);
    return matcher.matches() ? matcher.group(1) : "ERR";
  }
}
