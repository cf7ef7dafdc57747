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
 * Translates Lettuce's exceptions into Sojourn's, in one place. Messages of Redis are not repeated:
 * they may contain data.
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

  /** The failure without the {@link CompletionException} that stages wrap it in. */
  public static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Whether Redis replied, with an error. */
  public static boolean isErrorReply(Throwable failure) {
    return unwrapped(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether Redis replied with an error of that code. */
  public static boolean isCode(Throwable failure, String code) {
    return unwrapped(failure) instanceof RedisCommandExecutionException e
        && code.equals(code(String.valueOf(e.getMessage())));
  }

  /**
   * Whether Redis refused to serve: it moved the key, is no primary, is partitioned or loading, or
   * replied with any other error except that for a key of another type.
   */
  public static boolean isRefusal(Throwable failure) {
    return isErrorReply(failure) && !isCode(failure, "WRONGTYPE");
  }

  /** Whether a server replied that it is a replica: to a write, or cut off from its primary. */
  static boolean isFromReplica(Throwable failure) {
    return isCode(failure, "READONLY") || isCode(failure, "MASTERDOWN");
  }

  /**
   * Whether it is unknown if the command ran: it was sent, and Redis did not reply, not even with
   * an error.
   */
  public static boolean isUnknownOutcome(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return isFromLettuce(cause)
        && !(cause instanceof RedisCommandExecutionException)
        && !isUnsent(cause);
  }

  /**
   * Whether the client rejected the command and never sent it: while disconnected, or with too many
   * commands waiting. Only Lettuce's message tells; with any other message the outcome counts as
   * unknown.
   */
  public static boolean isUnsent(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String message = String.valueOf(cause.getMessage());
    return cause.getClass() == io.lettuce.core.RedisException.class
        && UNSENT.stream().anyMatch(message::startsWith);
  }

  /** Whether a reply or a connection took too long. */
  public static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandTimeoutException
          || cause instanceof ConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** The failure as an exception of Sojourn; one that is not of the store stays as it is. */
  public static RuntimeException translated(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof RedisCommandTimeoutException) {
      return new StoreUnavailable("Redis did not answer in time", cause);
    }
    if (cause instanceof RedisCommandExecutionException) {
      return new StoreUnavailable(
          "Redis answered with an error: " + code(String.valueOf(cause.getMessage())), cause);
    }
    if (cause instanceof ReplicaException) {
      return new StoreUnavailable("Redis is a replica now, whose answers do not count", cause);
    }
    return cause instanceof RuntimeException known && !isFromLettuce(cause)
        ? known
        : new StoreUnavailable("Redis cannot be reached", cause);
  }

  /** What fails because its connections were closed, or when they have been closed before. */
  public static StoreUnavailable closed() {
    return new StoreUnavailable(
        "the connections to Redis were closed by close(); connect again to use sessions", null);
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

  /** The known reason, also among the suppressed ones: each node of a Cluster adds its own. */
  private static Optional<RuntimeException> known(@Nullable Throwable failure) {
    if (failure instanceof RedisCommandExecutionException) {
      return Optional.of(refusedConnection(failure));
    }
    if (failure instanceof ReplicaException) {
      return Optional.of(
          new StoreUnavailable(
              "this Redis server is a replica; the URI must lead to the primary", failure));
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

  private static boolean isFromLettuce(Throwable cause) {
    return cause instanceof io.lettuce.core.RedisException
        || cause instanceof java.io.IOException // the system reset the connection
        || cause.getClass().getName().startsWith("io.netty.")
        || cause instanceof java.util.concurrent.CancellationException
        || cause instanceof java.util.concurrent.RejectedExecutionException;
  }

  /** The error code. For a key of another type the JSON module has a message but no code. */
  private static String code(String message) {
    if (message.startsWith(JSON_WRONG_TYPE)) {
      return "WRONGTYPE";
    }
    var matcher = CODE.matcher(message);
    return matcher.matches() ? matcher.group(1) : "ERR";
  }

  /** A command was sent to a server that turned out to be a replica. It may have run before. */
  static final class ReplicaException extends io.lettuce.core.RedisException {

    private static final long serialVersionUID = 1L;

    ReplicaException() {
      super("the server is a replica");
    }
  }
}
