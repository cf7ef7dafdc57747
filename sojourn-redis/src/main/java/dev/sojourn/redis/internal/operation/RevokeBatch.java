package dev.sojourn.redis.internal.operation;

import dev.sojourn.SessionId;
import dev.sojourn.redis.internal.lookup.StoreContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some of a user's sessions, as the script takes them that ends them and answers which are left.
 *
 * @param keys the script's keys
 * @param args its arguments
 */
record RevokeBatch(List<String> keys, List<String> args) {

  /** Most sessions that one run of the script ends. */
  static final int MOST = 500;

  /** These ids of a user, all to be ended but one. */
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
