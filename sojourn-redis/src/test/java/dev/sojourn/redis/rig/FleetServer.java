package dev.sojourn.redis.rig;

import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.SojournException;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.fleet.LineServer;
import dev.sojourn.rig.fleet.ServerJvm;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The main class of a fleet's server: sessions in Redis, with the settings of {@link
 * FleetSettings}. It answers lines:
 *
 * <pre>
 * CREATE user         YES token
 * ACCESS token        YES id      NO     (slides the session)
 * PEEK token          YES id      NO
 * REVOKE id           ENDED count
 * REVOKE_ALL user     ENDED count
 * STATS               questions=… hits=… threads=… heap=…
 * anything that fails ERROR sentence
 * </pre>
 */
public final class FleetServer {

  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Runtime JVM = Runtime.getRuntime();

  private final RedisSessions redis;
  private final Sessions sessions;
  private final AtomicLong questions = new AtomicLong();

  private FleetServer(RedisSessions redis) {
    this.redis = redis;
    this.sessions = redis.sessions();
  }

  public static void main(String[] args) {
    RedisSettings settings = FleetSettings.of(LineServer.settings());
    LineServer.serve(new FleetServer(connected(settings))::answer);
  }

  /** Retries, because eight servers that start at once are slow. */
  private static RedisSessions connected(RedisSettings settings) {
    return await()
        .atMost(START_TIMEOUT)
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .until(() -> RedisSessions.connect(settings), redis -> true);
  }

  /** Starts servers with these names and settings. */
  public static List<ServerJvm> start(List<String> names, Map<String, String> settings) {
    return ServerJvm.startAll(names, FleetServer.class, settings);
  }

  private String answer(String line) {
    questions.incrementAndGet();
    String[] words = line.split(" ", 2);
    try {
      return words[0].equals("STATS") ? stats() : answer(words[0], words[1]);
    } catch (SojournException e) {
      return "ERROR " + e.getMessage();
    }
  }

  private String answer(String verb, String about) {
    return switch (verb) {
      case "CREATE" -> "YES " + created(about);
      case "ACCESS" ->
          SessionToken.parse(about).flatMap(sessions::access).map(FleetServer::yes).orElse("NO");
      case "PEEK" ->
          SessionToken.parse(about).flatMap(sessions::peek).map(FleetServer::yes).orElse("NO");
      case "REVOKE" ->
          ended(sessions.revoke(SessionId.parse(about).orElseThrow(), EndReason.LOGOUT));
      case "REVOKE_ALL" -> ended(sessions.revokeAll(about, EndReason.LOGOUT));
      default -> "ERROR no such verb: " + verb;
    };
  }

  private String created(String user) {
    return sessions.create(NewSession.of(user)).orElseThrow().token().reveal();
  }

  private static String yes(Session session) {
    return "YES " + session.id().value();
  }

  private static String ended(Ended ended) {
    return "ENDED " + ended.count();
  }

  private String stats() {
    return "questions=%d hits=%d threads=%d heap=%d"
        .formatted(
            questions.get(),
            redis.nearCacheState().hits(),
            ManagementFactory.getThreadMXBean().getThreadCount(),
            JVM.totalMemory() - JVM.freeMemory());
  }
}
