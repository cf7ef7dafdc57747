package dev.sojourn.redis.docs;

// tag::readme[]
import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.redis.RedisSessions;
import java.util.List;

// end::readme[]

/** The README's example: its tagged lines stand there. */
public abstract class ReadmeExample {

  /** Takes the devices that the example lists, before its logout and after it. */
  protected abstract void listed(List<Session> devices);

  /** Runs the example. */
  protected final void run(String uri) {
    // tag::readme[]
    try (RedisSessions redis = RedisSessions.connect(uri)) {
      Sessions sessions = redis.sessions();

      // Ada logs in. The token is for her client alone; Redis holds a hash of its secret.
      Issued login = sessions.create(NewSession.of("ada").on("Phone")).orElseThrow();
      String cookie = login.token().reveal();

      // Each request sends the token, which is checked, and may change its session.
      Session session = SessionToken.parse(cookie).flatMap(sessions::access).orElseThrow();
      sessions.save(session.set("theme", "dark"));

      // Her devices, the latest first.
      List<Session> devices = sessions.list("ada");
      // end::readme[]
      listed(devices);
      // tag::readme[]
      // She logs out: one round trip, which also checks the token.
      SessionToken.parse(cookie).ifPresent(sessions::logout);
      // end::readme[]
      listed(sessions.list("ada"));
      // tag::readme[]
      // An administrator logs her out everywhere.
      sessions.revokeAll("ada", EndReason.LOGOUT);
    }
    // end::readme[]
  }
}
