package dev.sojourn.redis.internal.operation;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys and arguments of the script that revokes some of a user's sessions and returns the ids left.
 *
 * @param keys the script's keys
 * @param args its arguments
 */
record RevokeBatch(List<String> keys, List<String> args) {

  /** How many sessions one run of the script revokes at most. */
  static final int MOST = 500;

  /** For these ids of a user, without {@code except}. */
  static RevokeBatch of(
      StoreContext context, String user, Optional<SessionId> except, List<String> ids) {
    List<String> keys = new ArrayList<>(List.of(context.keys().index(user)));
    keys.addAll(context.keysOf(user, ids));
    List<String> args =
        new ArrayList<>(
            List.of(
                context.keys().channel(),
                except.map(SessionId::value).orElse(""),
                Integer.toString(MOST)));
    args.addAll(ids);
    return new RevokeBatch(keys, args);
  }
}
