package dev.sojourn.redis.rig;

import dev.sojourn.redis.internal.keys.Keyspace;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ids in users' indexes whose session is gone, as if it had expired. */
public final class Stale {

  private static final int AT_ONCE = 1000;
  private static final String HOUR = "3600000";

  private final Keyspace keys;
  private final Redis redis;
  private final SecureRandom random = new SecureRandom();

  public Stale(Keyspace keys, Redis redis) {
    this.keys = keys;
    this.redis = redis;
  }

  /** Adds stale ids to a user's index. */
  public void enter(String user, int count) {
    String index = keys.index(user);
    for (int left = count; left > 0; left -= AT_ONCE) {
      List<String> command = new ArrayList<>(List.of("SADD", index));
      for (int i = 0; i < Math.min(AT_ONCE, left); i++) {
        command.add(keys.newId(Optional.of(user), random).value());
      }
      redis.at(index).call(command.toArray(String[]::new));
    }
    redis.at(index).call("PEXPIRE", index, HOUR);
  }

  /** The stale ids in a user's index. */
  public List<String> left(String user) {
    Set<String> ids = redis.members(keys.index(user));
    return ids.stream().filter(id -> !redis.holds(keys.session(user, id))).toList();
  }
}
