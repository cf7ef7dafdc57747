package dev.sojourn.redis.rig;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.spi.Accessed;
import dev.sojourn.testkit.Await;
import java.io.IOException;

/**
 * A process that connects, prints that, waits for a line, accesses one session, and prints the
 * result.
 */
final class FrozenClient {

  static final String ID = "FROZEN_CLIENT_ID";
  static final String SECRET = "FROZEN_CLIENT_SECRET_HASH";

  private FrozenClient() {}

  /** With a long timeout, so that the reply ends the access. */
  public static void main(String[] args) throws IOException {
    try (RedisSessions redis = RedisSessions.connect(OtherJvm.settings())) {
      System.out.println("connected");
      System.in.read();
      SessionId id = new SessionId(System.getenv(ID));
      SecretHash secret = new SecretHash(System.getenv(SECRET));
      System.out.println(said(Await.of(redis.store().access(id, secret))));
    }
  }

  /** The result in one word. */
  private static String said(Accessed answer) {
    return answer.getClass().getSimpleName();
  }
}
