package dev.sojourn.redis.rig;

import dev.sojourn.rig.server.RedisServer;

/**
 * Many users with three ids each, created by a script: keys without records, in keyspace {@code
 * plain}.
 */
public final class FilledUsers {

  private static final String SCRIPT =
      """
      local at, users, stale = 0, tonumber(ARGV[1]), tonumber(ARGV[2])
      for user = 1, users do
        local index = 'user:u' .. user .. ':sessions'
        for i = 1, 3 do
          at = at + 1
          local id = string.format('%021d', at) .. 'A'
          redis.call('SADD', index, id)
          if i > stale then
            redis.call('SET', 'session:' .. id, 'x', 'PX', 3600000)
          end
        end
        redis.call('PEXPIRE', index, 3600000)
      end
      return at
      """;

  private FilledUsers() {}

  /** Creates users; of the three ids of each, that many are stale. */
  public static void with(RedisServer server, int users, int stale) {
    server.call("EVAL", SCRIPT, "0", "" + users, "" + stale);
  }
}
