package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is out of memory still revokes, reads and touches sessions (FT18, law 4). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class OutOfMemoryIT {

  private final RedisServer server;
  private final RespClient admin;
  private final RedisSettings settings;
  private RedisSessions redis;
  private final Issued ada;

  OutOfMemoryIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    settings = setup.settings();
    redis = RedisSessions.connect(settings);
    ada = sessions().create(NewSession.of("ada").with("cart", "full")).orElseThrow();
  }

  @AfterEach
  void end() {
    redis.close();
    admin.call("CONFIG", "SET", "maxmemory", "0");
    admin.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void aLogoutWorks() {
    fill();
    assertThat(sessions().revoke(ada.session(), EndReason.LOGOUT).count()).isEqualTo(1);
    assertThat(admin.call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void aLogoutWorksOnAServerThatForgotTheScripts() {
    fill();
    admin.call("SCRIPT", "FLUSH");
    assertThat(sessions().revoke(ada.session(), EndReason.LOGOUT).count()).isEqualTo(1);
    assertThat(admin.call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void aLogoutEverywhereWorks() {
    login();
    fill();
    assertThat(sessions().revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(2);
    assertThat(admin.call("DBSIZE")).isEqualTo(0L);
  }

  @Test
  void aLogoutOfTheOthersWorks() {
    Issued other = login();
    fill();
    SessionId mine = ada.session().id();
    assertThat(sessions().revokeOthers("ada", mine, EndReason.LOGOUT).count()).isEqualTo(1);
    assertThat(sessions().access(other.token())).isEmpty();
    assertThat(sessions().access(ada.token())).isPresent();
  }

  @Test
  void readsWork() {
    fill();
    assertThat(sessions().access(ada.token()).orElseThrow().get("cart")).contains("full");
    assertThat(sessions().peek(ada.token())).isPresent();
    assertThat(sessions().list("ada")).hasSize(1);
  }

  /** Otherwise active users would be logged out. */
  @Test
  void anAccessSlides() {
    String key = Keys.of(ada.session().id());
    long full = admin.number("PTTL", key);
    long interval = Timeouts.DEFAULT.touchInterval().toMillis();
    admin.call("PEXPIRE", key, "" + (full - 2 * interval));
    fill();
    assertThat(sessions().access(ada.token())).isPresent();
    FaultRig.answers(redis);
    assertThat(admin.number("PTTL", key)).isGreaterThan(full - interval);
  }

  @Test
  void aCreationIsUnavailableAndLeavesNothing() {
    List<String> before = admin.texts("KEYS", "*");
    fill();
    assertUnavailable(this::login);
    assertUnavailable(() -> sessions().create(NewSession.of("ben").with("cart", "full")));
    assertUnavailable(() -> sessions().create(NewSession.anonymous()));
    assertThat(admin.texts("KEYS", "*")).containsExactlyInAnyOrderElementsOf(before);
    assertThat(sessions().list("ada")).hasSize(1);
  }

  /** It frees memory before it allocates. */
  @Test
  void aCreationThatEndsTheOldestWorks() {
    redis.close();
    SessionsPerUser one = new SessionsPerUser(1, AtLimit.END_OLDEST);
    redis = RedisSessions.connect(settings.withSessionsPerUser(one));
    fill();
    Issued next = login();
    assertThat(sessions().access(next.token())).isPresent();
    assertThat(sessions().access(ada.token())).isEmpty();
  }

  @Test
  void aChangeThatIsUnavailableLeavesTheSessionAsItWas() {
    fill();
    SessionId id = ada.session().id();
    assertUnavailable(() -> sessions().change(id, changes -> changes.set("more", "x".repeat(999))));
    assertUnavailable(() -> sessions().rotate(ada.token()));
    assertThat(sessions().access(ada.token()).orElseThrow().stored())
        .isEqualTo(ada.session().stored());
  }

  @Test
  void aLoginThatIsUnavailableLeavesTheSessionAsItWas() {
    Issued guest = sessions().create(NewSession.anonymous()).orElseThrow();
    fill();
    assertUnavailable(() -> sessions().login(guest.token(), "ben"));
    assertThat(sessions().access(guest.token())).isPresent();
    assertThat(sessions().list("ben")).isEmpty();
  }

  /** Whoever got a new token before can still use it. */
  @Test
  void aTokenThatWasHandedOutBeforeIsGood() {
    Issued next = (Issued) sessions().rotate(ada.token());
    fill();
    assertThat(sessions().access(next.token())).isPresent();
    assertThat(sessions().access(ada.token())).isPresent();
  }

  private Sessions sessions() {
    return redis.sessions();
  }

  private Issued login() {
    return sessions().create(NewSession.of("ada")).orElseThrow();
  }

  /** Leaves no free memory. */
  private void fill() {
    admin.call("CONFIG", "SET", "maxmemory", "1");
  }

  private static void assertUnavailable(Runnable verb) {
    assertThatThrownBy(verb::run).isInstanceOf(StoreUnavailable.class);
  }
}
