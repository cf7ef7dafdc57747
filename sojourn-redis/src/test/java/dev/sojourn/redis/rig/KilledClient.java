package dev.sojourn.redis.rig;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A process that uses sessions in every way, on some threads, until it is killed. It prints a line
 * when it starts.
 */
public final class KilledClient {

  private static final int THREADS = 4;
  private static final List<String> USERS = List.of("ada", "ben", "cleo");

  private KilledClient() {}

  public static void main(String[] args) {
    RedisSettings settings =
        OtherJvm.settings().withSessionsPerUser(new SessionsPerUser(5, AtLimit.END_OLDEST));
    Sessions sessions = RedisSessions.connect(settings).sessions();
    System.out.println("begun");
    IntStream.range(0, THREADS).forEach(number -> new Thread(() -> run(sessions)).start());
  }

  private static void run(Sessions sessions) {
    Random random = new Random();
    while (true) {
      String user = USERS.get(random.nextInt(USERS.size()));
      Issued guest = sessions.create(NewSession.anonymous().with("cart", "full")).orElseThrow();
      if (sessions.login(guest.token(), user) instanceof Issued issued) {
        use(sessions, issued, user, random);
      }
    }
  }

  private static void use(Sessions sessions, Issued issued, String user, Random random) {
    SessionToken token = issued.token();
    sessions.change(token.id(), changes -> changes.set("a", 1).set("b", "x".repeat(200)));
    if (sessions.rotate(token) instanceof Issued rotated) {
      sessions.access(rotated.token());
      sessions.login(rotated.token(), USERS.get(random.nextInt(USERS.size())));
    }
    switch (random.nextInt(4)) {
      case 0 -> sessions.revoke(token.id(), EndReason.LOGOUT);
      case 1 -> sessions.revokeAll(user, EndReason.LOGOUT);
      case 2 -> sessions.revokeOthers(user, token.id(), EndReason.LOGOUT);
      default -> sessions.list(user);
    }
  }
}
