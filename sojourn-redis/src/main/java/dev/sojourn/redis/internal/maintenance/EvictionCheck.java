package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.PrimaryNode;
import dev.sojourn.redis.internal.connection.RedisConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Warns of servers that may evict keys. Reads keep a session young, and nothing but its touches
 * does the same for the index: under {@code volatile-lru} an index is evicted before the sessions
 * in it, which "log out everywhere" then misses until their next touch.
 */
public final class EvictionCheck {

  private static final Logger LOG = System.getLogger(EvictionCheck.class.getName());

  private EvictionCheck() {}

  /** Looks at each primary, and logs a warning for one that may evict keys; never fails. */
  public static CompletionStage<Void> warn(RedisConnection connection) {
    return connection
        .primaries()
        .thenCompose(EvictionCheck::warn)
        .exceptionally(failure -> null); // the next statistics say it
  }

  private static CompletionStage<Void> warn(List<PrimaryNode> primaries) {
    return CompletableFuture.allOf(
        primaries.stream()
            .map(primary -> ServerMemory.of(primary).thenAccept(EvictionCheck::warn))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  private static void warn(ServerMemory memory) {
    memory
        .evictionPolicy()
        .ifPresent(
            policy ->
                LOG.log(
                    Level.WARNING,
                    "Redis may evict sessions, and indexes, without which \"log out everywhere\" misses"
                        + " sessions: its maxmemory-policy is {0}; set it to noeviction",
                    policy));
  }
}
