package dev.sojourn.redis.docs;

import dev.sojourn.Client;
import dev.sojourn.Created;
import dev.sojourn.Durability;
import dev.sojourn.EndReason;
import dev.sojourn.Ended;
import dev.sojourn.Issued;
import dev.sojourn.LoggedIn;
import dev.sojourn.NewSession;
import dev.sojourn.Rotated;
import dev.sojourn.Saved;
import dev.sojourn.Session;
import dev.sojourn.Session.TypeReference;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.Written;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.redis.JsonCodec;
import dev.sojourn.redis.NearCacheState;
import dev.sojourn.redis.RedisMaintenance;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.spi.InvalidationBus.Listener;
import dev.sojourn.spi.InvalidationBus.Registration;
import dev.sojourn.spi.Statistics;
import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The code of {@code docs/java.md}, a method for each task: the tagged lines stand there, in this
 * order.
 */
public final class JavaPage {

  /** The settings of the page, on that server. */
  public static RedisSettings settings(String uri) {
    // tag::java[]
    RedisSettings settings =
        RedisSettings.of(uri)
            .withTimeouts(new Timeouts(Duration.ofMinutes(20), Duration.ofHours(8)))
            .withSessionsPerUser(new SessionsPerUser(5, AtLimit.END_OLDEST))
            .withNearCache();
    // end::java[]
    return settings;
  }

  /** Connects, once for an application. */
  public static List<Session> connect(RedisSettings settings) {
    // tag::java[]
    try (RedisSessions redis = RedisSessions.connect(settings)) {
      Sessions sessions = redis.sessions();
      // end::java[]
      return sessions.list("ada");
      // tag::java[]
    }
    // end::java[]
  }

  /** Creates a session. */
  public static Optional<String> create(Sessions sessions) {
    // tag::java[]
    Created created =
        sessions.create(
            NewSession.of("ada")
                .on("Laptop")
                .from(Client.at("203.0.113.7"))
                .with("role", "admin")
                .idleTimeout(Duration.ofMinutes(5)));
    Optional<String> cookie = Optional.empty();
    if (created instanceof Issued issued) {
      cookie = Optional.of(issued.token().reveal());
    }
    // end::java[]
    return cookie;
  }

  /** Finds the session that a client's token opens. */
  public static Optional<Session> access(Sessions sessions, String cookie) {
    // tag::java[]
    Optional<Session> session = SessionToken.parse(cookie).flatMap(sessions::access);
    // end::java[]
    return session;
  }

  // tag::java[]
  /** A value of the application's own type. */
  public record Cart(List<String> items, int total) {}

  // end::java[]

  /** Reads and sets values. */
  public static Optional<List<Integer>> values(Session session) {
    // tag::java[]
    session
        .set("theme", "dark")
        .set("cart", new Cart(List.of("book"), 12))
        .set("seen", List.of(1, 2, 3))
        .remove("draft");
    Optional<String> theme = session.get("theme");
    Optional<Cart> cart = session.get("cart", Cart.class);
    Optional<List<Integer>> seen = session.get("seen", new TypeReference<List<Integer>>() {});
    // end::java[]
    return theme.isPresent() && cart.isPresent() ? seen : Optional.empty();
  }

  /** Changes a value that depends on the old one. */
  public static void edit(Session session) {
    // tag::java[]
    session.edit("visits", Integer.class, old -> Optional.of(old.orElse(0) + 1));
    // end::java[]
  }

  /** Changes members inside an attribute. */
  public static void members(Session session) {
    // tag::java[]
    session.at("cart.items").append("pen");
    session.at("cart.total").increment(3);
    session.at("cart.items[0]").set("atlas");
    session.at("cart").merge(Map.of("coupon", "SPRING"));
    session.at("cart.coupon").remove();
    // end::java[]
  }

  /** Sends the changes. */
  public static Optional<Session> save(Sessions sessions, Session session) {
    // tag::java[]
    Saved saved = sessions.save(session);
    Optional<Session> now =
        saved instanceof Written written ? Optional.of(written.session()) : Optional.empty();
    // end::java[]
    return now;
  }

  /** Changes a session that was not read. */
  public static void change(Sessions sessions, SessionId id) {
    // tag::java[]
    sessions.change(id, changes -> changes.set("theme", "light").at("cart.total").set(0));
    // end::java[]
  }

  /** Logs a user in. */
  public static Optional<SessionToken> login(Sessions sessions, SessionToken token) {
    // tag::java[]
    LoggedIn answer = sessions.login(token, "ada");
    Optional<SessionToken> next =
        answer instanceof Issued issued ? Optional.of(issued.token()) : Optional.empty();
    // end::java[]
    return next;
  }

  /** Gives a session a new secret. */
  public static SessionToken rotate(Sessions sessions, SessionToken token) {
    // tag::java[]
    Rotated rotated = sessions.rotate(token);
    SessionToken next = rotated instanceof Issued issued ? issued.token() : token;
    // end::java[]
    return next;
  }

  /** Lists a user's devices. */
  public static List<String> devices(Sessions sessions) {
    // tag::java[]
    List<String> devices =
        sessions.list("ada").stream()
            .map(session -> session.device().label().orElse("?") + ", " + session.lastAccessAt())
            .toList();
    // end::java[]
    return devices;
  }

  /** Logs out. */
  public static Ended logout(Sessions sessions, SessionToken token) {
    // tag::java[]
    sessions.logoutOthers(token);
    sessions.logout(token);
    sessions.logoutEverywhere(token);
    sessions.revokeAll("ada", new EndReason("password-changed"));

    Ended ended =
        sessions.with(Durability.replicated(1)).revokeAll("ada", new EndReason("stolen-device"));
    boolean confirmed = ended.isCertain();
    // end::java[]
    return confirmed ? ended : new Ended(ended.count());
  }

  /** Sets the timeouts of one session. */
  public static void timeouts(Session session) {
    // tag::java[]
    session.timeouts(new Timeouts(Duration.ofDays(14), Duration.ofDays(60)));
    // end::java[]
  }

  /** Evicts what the application keeps of sessions that ended or changed. */
  public static Registration listen(RedisSessions redis, Map<SessionId, Object> copies) {
    // tag::java[]
    Registration registration =
        redis
            .invalidations()
            .onInvalidated(
                new Listener() {
                  @Override
                  public void invalidated(SessionId id) {
                    copies.remove(id);
                  }

                  @Override
                  public void missed() {
                    copies.clear();
                  }
                });
    // end::java[]
    return registration;
  }

  /** Reads how the near cache is doing. */
  public static long nearCache(RedisSessions redis) {
    // tag::java[]
    NearCacheState state = redis.nearCacheState();
    long accesses = state.hits() + state.misses();
    boolean proved = state.leased() == state.opened();
    // end::java[]
    return proved ? accesses : -1;
  }

  /** Does not block. */
  public static CompletionStage<Boolean> async(RedisSessions redis, SessionToken token) {
    // tag::java[]
    CompletionStage<Boolean> known = redis.async().access(token).thenApply(Optional::isPresent);
    // end::java[]
    return known;
  }

  /** Counts, and sweeps indexes, as the user of maintenance. */
  public static Statistics maintain(RedisSettings settings) {
    // tag::java[]
    try (RedisMaintenance maintenance = RedisMaintenance.connect(settings)) {
      maintenance.sweep(SweepRequest.of(SweepMode.REMOVE)).toCompletableFuture().join();
      Statistics statistics = maintenance.statistics().toCompletableFuture().join();
      // end::java[]
      return statistics;
      // tag::java[]
    }
    // end::java[]
  }

  /** Sessions without a server. */
  public static Sessions inMemory() {
    // tag::java[]
    Sessions sessions = Sessions.over(new InMemorySessionStore(), new JsonCodec()).build();
    // end::java[]
    return sessions;
  }

  private JavaPage() {}
}
