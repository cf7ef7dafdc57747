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
 * What every verb of the store works with.
 *
 * @param connection the connection
 * @param keys how keys are spelled
 * @param lookup where sessions are found
 * @param layout how new sessions are to lie
 * @param settings the rest
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
        .orElseGet(() -> completedStage(new LookupResult.Absent()));
  }

  /** The session's key and, where it has a user, its index. */
  public List<String> keysOf(SessionRecord record) {
    return keysOf(keys.session(record.id()).orElseThrow(), record.user());
  }

  /** A session's key and, where it has a user, its index. */
  public List<String> keysOf(String key, Optional<String> user) {
    List<String> all = new ArrayList<>(List.of(key));
    user.map(keys::index).ifPresent(all::add);
    return all;
  }

  /** A key for each id that a user's index names. */
  public List<String> keysOf(String user, List<String> ids) {
    return ids.stream().map(id -> keys.session(user, id)).toList();
  }

  /** The grace of a replaced secret, as the scripts take it. */
  public String grace() {
    return Long.toString(settings.rotationGrace().toMillis());
  }

  /** The arguments that most scripts begin with: whom it is about, and where to tell it. */
  public List<String> args(SessionId id, String... more) {
    List<String> all = new ArrayList<>(List.of(id.value(), keys.channel()));
    all.addAll(List.of(more));
    return all;
  }
}
