package dev.sojourn.redis.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A user's index that an operator, an eviction or an accident damages: sessions stay live, no
 * operation fails, and the index is complete again after each session's next touch (FT20, rule 10).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class DamagedIndexIT {

  private final RedisServer server;
  private final RespClient admin;
  private final RedisSettings settings;
  private final RedisSessions redis;
  private Issued one;
  private Issued other;
  private String index;

  DamagedIndexIT(Setup setup) {
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    settings = setup.settings();
    redis = RedisSessions.connect(settings);
  }

  @BeforeEach
  void login() {
    one = login("ada");
    other = login("ada");
    index = admin.texts("KEYS", "user:*").get(0);
  }

  @AfterEach
  void end() {
    redis.close();
    admin.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  @Test
  void itIsDeleted() {
    admin.call("DEL", index);
    assertNothingFails();
    assertWholeAfterATouch();
  }

  @Test
  void itLosesASession() {
    admin.call("SREM", index, one.session().id().value());
    assertNothingFails();
    assertWholeAfterATouch();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET %s x", "LPUSH %s x", "HSET %s x y", "ZADD %s 1 x", "XADD %s * x y"})
  void itHasAnotherType(String command) {
    admin.call("DEL", index);
    admin.call(command.formatted(index).split(" "));
    admin.call("PEXPIRE", index, "60000");
    assertNothingFails();
    assertWholeAfterATouch();
  }

  @Test
  void itHasAnotherTypeAtTheNextLogin() {
    admin.call("SET", index, "x", "PX", "60000");
    Issued next = login("ada");
    assertThat(ids()).containsExactly(next.session().id());
    assertWholeAfterATouch();
  }

  @Test
  void itHasAnotherTypeAtALoginWithALimit() {
    admin.call("SET", index, "x", "PX", "60000");
    SessionsPerUser limit = new SessionsPerUser(5, AtLimit.REFUSE);
    try (RedisSessions limited = RedisSessions.connect(settings.withSessionsPerUser(limit))) {
      Issued next = limited.sessions().create(NewSession.of("ada")).orElseThrow();
      assertThat(limited.sessions().access(next.token())).isPresent();
    }
    assertThat(sessions().access(one.token())).isPresent();
  }

  @Test
  void itNamesWhatIsNoSession() {
    admin.call("SADD", index, "", "x", "*", "../a", "abcd~" + "A".repeat(22), "A".repeat(5_000));
    assertNothingFails();
    assertThat(ids()).containsExactlyInAnyOrder(one.session().id(), other.session().id());
    assertThat(sessions().revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(2);
    await().untilAsserted(() -> assertThat(admin.call("DBSIZE")).isEqualTo(0L));
  }

  /** They were asked for again as another text, thousands of times a second, for ever. */
  @Test
  void itNamesBytesThatAreNoText() {
    admin.callBytes(bytes("SADD"), bytes(index), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertNothingFails();
    SessionsPerUser limit = new SessionsPerUser(3, AtLimit.REFUSE);
    try (RedisSessions limited = RedisSessions.connect(settings.withSessionsPerUser(limit))) {
      assertThat(limited.sessions().create(NewSession.of("ada"))).isInstanceOf(Issued.class);
    }
    assertThat(sessions().revokeAll("ada", EndReason.LOGOUT).count()).isEqualTo(3);
    await().untilAsserted(() -> assertThat(admin.call("DBSIZE")).isEqualTo(0L));
  }

  @Test
  void oneOfItsSessionsIsDeletedByHand() {
    admin.call("DEL", Keys.of(one.session().id()));
    assertThat(sessions().access(one.token())).isEmpty();
    assertThat(ids()).containsExactly(other.session().id());
    await().untilAsserted(() -> assertThat(admin.call("SCARD", index)).isEqualTo(1L));
  }

  @Test
  void everythingIsFlushed() {
    admin.call("FLUSHALL");
    admin.call("SCRIPT", "FLUSH");
    assertThat(sessions().access(one.token())).isEmpty();
    assertThat(sessions().list("ada")).isEmpty();
    assertThat(sessions().revokeAll("ada", EndReason.LOGOUT).count()).isZero();
    assertThat(sessions().rotate(one.token())).isNotInstanceOf(Issued.class);
    sessions().save(one.session().set("late", "write"));
    assertThat(admin.call("DBSIZE")).as("nothing came back").isEqualTo(0L);

    Issued next = login("ada");
    assertThat(ids()).containsExactly(next.session().id());
  }

  private void assertNothingFails() {
    assertThat(sessions().access(one.token())).isPresent();
    assertThat(sessions().list("ada")).isNotNull();
    assertThat(sessions().revoke(login("ada").session(), EndReason.LOGOUT).count()).isEqualTo(1);
    SessionId gone = login("ada").session().id();
    assertThat(sessions().revoke(gone, EndReason.LOGOUT).count()).isEqualTo(1);
  }

  private void assertWholeAfterATouch() {
    List.of(one, other).forEach(this::touch);
    assertThat(ids()).contains(one.session().id(), other.session().id());
    assertThat(admin.number("PTTL", index))
        .isGreaterThanOrEqualTo(admin.number("PTTL", Keys.of(one.session().id())));
    sessions().revokeAll("ada", EndReason.LOGOUT);
    assertThat(List.of(one, other))
        .allSatisfy(gone -> assertThat(sessions().access(gone.token())).isEmpty());
  }

  private void touch(Issued issued) {
    String key = Keys.of(issued.session().id());
    long interval = Timeouts.DEFAULT.touchInterval().toMillis();
    admin.call("PEXPIRE", key, "" + (admin.number("PTTL", key) - 2 * interval));
    assertThat(sessions().access(issued.token())).isPresent();
    FaultRig.answers(redis);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<SessionId> ids() {
    return sessions().list("ada").stream().map(Session::id).toList();
  }

  private Issued login(String user) {
    return sessions().create(NewSession.of(user)).orElseThrow();
  }

  private Sessions sessions() {
    return redis.sessions();
  }
}
