package dev.sojourn.redis;

import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every verb of the store works with.
 *
 * @param wire the connection
 * @param keys how keys are spelled
 * @param lookup where sessions are found
 * @param layout how new sessions are to lie
 * @param settings the rest
 */
record Backend(Wire wire, Keyspace keys, Lookup lookup, Layout<?> layout, RedisSettings settings) {

  /** The session's key and, where it has a user, its index. */
  List<String> keysOf(SessionRecord record) {
    return keysOf(keys.session(record.id()).orElseThrow(), record.user());
  }

  /** A session's key and, where it has a user, its index. */
  List<String> keysOf(String key, Optional<String> user) {
    List<String> all = new ArrayList<>(List.of(key));
    user.map(keys::index).ifPresent(all::add);
    return all;
  }

  /** A key for each id that a user's index names. */
  List<String> keysOf(String user, List<String> ids) {
    return ids.stream().map(id -> keys.session(user, id)).toList();
  }

  /** The grace of a replaced secret, as the scripts take it. */
  String grace() {
    return Long.toString(settings.rotationGrace().toMillis());
  }

  /** The arguments that most scripts begin with: whom it is about, and where to tell it. */
  List<String> args(SessionId id, String... more) {
    List<String> all = new ArrayList<>(List.of(id.value(), keys.channel()));
    all.addAll(List.of(more));
    return all;
  }
}
