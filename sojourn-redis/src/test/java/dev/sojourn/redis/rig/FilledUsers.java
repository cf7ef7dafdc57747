package dev.sojourn.redis.rig;

import dev.sojourn.SessionId;
import dev.sojourn.rig.server.RedisServer;

/**
 * Users with many sessions, created by scripts in keyspace {@code plain}: many users with three ids
 * each, whose keys hold no records, or one user with many.
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

  private static final String STALE =
      """
      for i = 1, tonumber(ARGV[2]) do
        redis.call('SADD', KEYS[1], string.format('%018d', i) .. ARGV[1])
      end
      redis.call('PEXPIRE', KEYS[1], 3600000)
      """;

  /** A record bears the last characters of its id, so a copy has them too. */
  private static final String COPIES =
      """
      local tail = string.sub(ARGV[1], -4)
      for i = 1, tonumber(ARGV[2]) do
        local id = string.format('%018d', i) .. tail
        redis.call('COPY', 'session:' .. ARGV[1], 'session:' .. id)
        redis.call('SADD', KEYS[1], id)
      end
      """;

  private FilledUsers() {}

  /** Adds that many ids without a session to a user's index. */
  public static void withStaleIds(RedisServer server, String user, int count) {
    server.call("EVAL", STALE, "1", "user:" + user + ":sessions", "AAAA", "" + count);
  }

  /** Copies a user's session under that many other ids. */
  public static void withCopies(RedisServer server, String user, SessionId session, int count) {
    server.call("EVAL", COPIES, "1", "user:" + user + ":sessions", session.value(), "" + count);
  }

  /** Creates users; of the three ids of each, that many are stale. */
  public static void with(RedisServer server, int users, int stale) {
    server.call("EVAL", SCRIPT, "0", "" + users, "" + stale);
  }
}
