package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Redis user loses a right while it is in use: what needs it fails, ends, and leaves nothing
 * half done; ending a session needs only {@code DEL}, {@code PUBLISH} and {@code SREM} (laws 3, 4
 * and 8).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class LostRightIT {

  private static final SessionsPerUser TWO = new SessionsPerUser(2, AtLimit.REFUSE);

  private final RedisServer server;
  private final RespClient admin;
  private final RedisSettings settings;
  private final RedisSessions redis;
  private final Sessions sessions;

  LostRightIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    settings = setup.settings();
    redis = RedisSessions.connect(settings.withSessionsPerUser(TWO));
    sessions = redis.sessions();
  }

  @AfterEach
  void end() {
    redis.close();
    admin.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void aLogoutEverywhereEndsAlsoWhereNoIdCanLeaveTheIndex() {
    Issued one = login();
    Issued other = login();
    without(
        "srem", () -> assertThat(sessions.revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(2));
    assertThat(sessions.access(one.token())).isEmpty();
    assertThat(sessions.access(other.token())).isEmpty();
    assertThat(sessions.create(NewSession.of("ada"))).isInstanceOf(Issued.class);
  }

  @Test
  void aCreationWithoutTheRightForATtlLeavesNothing() {
    without(
        "pexpire",
        () ->
            assertThatThrownBy(() -> sessions.create(NewSession.of("ada")))
                .isInstanceOf(StoreUnavailable.class));
    assertThat(admin.texts("KEYS", "*")).isEmpty();
  }

  @Test
  void aLoginWithoutTheRightForATtlLeavesNoIndexWithoutOne() {
    Issued guest = sessions.create(NewSession.anonymous().with("cart", "full")).orElseThrow();
    without(
        "pexpire",
        () ->
            assertThatThrownBy(() -> sessions.login(guest.token(), "ada"))
                .isInstanceOf(StoreUnavailable.class));
    assertThat(sessions.access(guest.token()).orElseThrow().get("cart")).contains("full");
    assertThat(admin.texts("KEYS", "user:*")).isEmpty();
  }

  @Test
  void noLimitIsExceededWhereItCannotBeCounted() {
    login();
    login();
    without(
        "scard",
        () ->
            assertThatThrownBy(() -> sessions.create(NewSession.of("ada")))
                .isInstanceOf(StoreUnavailable.class));
    assertThat(sessions.list("ada")).hasSize(2);
  }

  /** One session of twenty that could not be read stopped all others from ending. */
  @Test
  void aLogoutNeedsNoRightToReadWhatItEnds() {
    Issued one = login();
    login();
    String read = settings.layout() == LayoutName.HASH ? "hgetall" : "get";
    without(
        read,
        () -> {
          assertThat(sessions.revoke(one.session().id(), EndReason.LOGOUT).count()).isEqualTo(1);
          assertThat(sessions.revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(1);
        });
    assertThat(admin.texts("KEYS", "session:*")).isEmpty();
  }

  private Issued login() {
    return sessions.create(NewSession.of("ada")).orElseThrow();
  }

  private void without(String command, Runnable test) {
    admin.call("ACL", "SETUSER", "sojourn", "-" + command);
    try {
      test.run();
    } finally {
      admin.call("ACL", "SETUSER", "sojourn", "+" + command);
    }
  }
}
