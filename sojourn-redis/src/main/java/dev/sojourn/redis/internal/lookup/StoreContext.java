package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.spi.SessionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What every operation of the store works with.
 *
 * @param connection the connection to Redis
 * @param keys the names of keys
 * @param lookup finds sessions
 * @param layout the layout of new sessions
 * @param settings all other settings
 */
public record StoreContext(
    RedisConnection connection,
    Keyspace keys,
    SessionLookup lookup,
    Layout<?> layout,
    RedisSettings settings) {

  /** Reads a session; absent for an id of another keyspace. */
  public CompletionStage<LookupResult> find(SessionId id) {
    return keys.session(id)
        .map(key -> lookup.find(id, key))
        .orElseGet(() -> completedStage(new LookupResult.Miss()));
  }

  /** The key of a session and, if it has a user, of the user's index. */
  public List<String> keysOf(SessionRecord record) {
    return keysOf(keys.session(record.id()).orElseThrow(), record.user());
  }

  /** The key of a session and, if it has a user, of the user's index. */
  public List<String> keysOf(String key, Optional<String> user) {
    List<String> all = new ArrayList<>(List.of(key));
    user.map(keys::index).ifPresent(all::add);
    return all;
  }

  /** A key for each id in a user's index. */
  public List<String> keysOf(String user, List<String> ids) {
    return ids.stream().map(id -> keys.session(user, id)).toList();
  }

  /** The grace of a replaced secret in milliseconds, as scripts take it. */
  public String grace() {
    return Long.toString(settings.rotationGrace().toMillis());
  }

  /** The arguments that most scripts begin with: the id and the channel for invalidations. */
  public List<String> args(SessionId id, String... more) {
    List<String> all = new ArrayList<>(List.of(id.value(), keys.channel()));
    all.addAll(List.of(more));
    return all;
  }
}
