package dev.sojourn.redis.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.LoggedIn;
import dev.sojourn.NewSession;
import dev.sojourn.NotFound;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.StoredRecord;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation on an unreadable session behaves as if it did not exist: no error, no identity,
 * and no effect on other sessions (G9, FT20, FT21, law 8).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class DamagedDataIT {

  private static final List<String> NEEDED =
      List.of("secret", "version", "last_access", "created_at", "idle", "absolute");

  private final Setup setup;
  private final RedisServer server;
  private final RespClient admin;
  private final RedisSessions redis;
  private Issued ada;
  private Issued other;
  private String key;

  DamagedDataIT(Setup setup) {
    this.setup = setup;
    server = SharedServers.fresh(setup.kind());
    admin = server.connect();
    redis = RedisSessions.connect(setup.settings());
  }

  @BeforeEach
  void login() {
    ada = login("ada");
    other = login("ada");
    key = Keys.of(ada.session().id());
  }

  @AfterEach
  void end() {
    redis.close();
    admin.close();
    Invariants.of(server).everyKeyExpiresWithin(Timeouts.MOST).noConnectionIsLeft();
  }

  static Stream<String> needed() {
    return NEEDED.stream();
  }

  @ParameterizedTest
  @MethodSource("needed")
  void aMemberIsMissing(String name) {
    damage(record -> record.without(name));
    assertRefused();
  }

  @ParameterizedTest
  @MethodSource("needed")
  void aMemberIsSomethingElse(String name) {
    for (String text :
        List.of("", "x", "-1", "1e9", "99999999999999999999", "nan", "1 2", "043200000")) {
      login();
      damage(record -> record.with(name, text));
      assertRefused();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "siblings", "replaced"})
  void aListOfSecretsIsSomethingElse(String name) {
    for (String text : List.of("x", "x y z", "*", "1:2:3")) {
      login();
      damage(record -> record.with(name, text));
      assertRefused();
    }
  }

  @Test
  void itsFormatIsOfTheFuture() {
    damage(record -> record.with("secret", record.get("secret").replaceFirst("^1:", "2:")));
    byte[] before = dump(key);
    assertThat(sessions().access(ada.token())).isEmpty();
    assertThat(dump(key)).as("left alone, for a newer version").isEqualTo(before);
    assertRefused();
  }

  @Test
  void itIsARecordOfAnother() {
    String others = Keys.of(other.session().id());
    admin.call("COPY", others, key, "REPLACE");
    assertThat(sessions().access(ada.token())).isEmpty();
    String secret = other.token().reveal().substring(other.token().id().value().length());
    assertRefused(SessionToken.parse(ada.session().id() + secret).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LPUSH", "SADD", "ZADD", "XADD"})
  void itsKeyHasAnotherType(String command) {
    admin.call("DEL", key);
    switch (command) {
      case "ZADD" -> admin.call(command, key, "1", "x");
      case "XADD" -> admin.call(command, key, "*", "x", "y");
      default -> admin.call(command, key, "x");
    }
    admin.call("PEXPIRE", key, "60000");
    assertRefused();
  }

  static Stream<byte[]> noRecords() {
    return Stream.of(
        new byte[0],
        new byte[] {0},
        "null".getBytes(UTF_8),
        "[]".getBytes(UTF_8),
        "{}".getBytes(UTF_8),
        "{\"secret\":".getBytes(UTF_8),
        "{\"moved_to\":7}".getBytes(UTF_8),
        "rO0ABXQA".getBytes(UTF_8),
        new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'},
        "[".repeat(100_000).getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("noRecords")
  void itsKeyHoldsATextThatIsNoRecord(byte[] text) {
    admin.callBytes(bytes("SET"), bytes(key), text, bytes("KEEPTTL"));
    assertRefused();
  }

  @Test
  void itsKeyHoldsAHashThatIsNoRecord() {
    admin.call("DEL", key);
    admin.callBytes(
        bytes("HSET"),
        bytes(key),
        bytes("secret"),
        new byte[] {(byte) 0xff},
        bytes("x"),
        bytes(""));
    admin.call("PEXPIRE", key, "60000");
    assertRefused();
  }

  @Test
  void anAttributeIsNoText() {
    byte[] noText = {(byte) 0xff, (byte) 0xfe};
    byte[] noJson = bytes("=x"); // the JSON type rejects bytes that are no text
    byte[] damaged = setup.layout() == LayoutName.JSON ? noJson : noText;
    damage(record -> record.withBytes("role", damaged));
    assertThat(sessions().access(ada.token())).isEmpty();
    everyVerb(ada.token(), "an attribute");
    assertOthersLiveOn();
  }

  /** Seeded random bytes; no operation fails. */
  @Test
  void itsBytesAreAnyBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < Rounds.of(2_000); round++) {
      login();
      damage(record -> record.scrambled(random));
      byte[] damaged = dump(key);
      assertThat(damaged).isNotNull();
      everyVerb(ada.token(), "seed " + seed + ", round " + round);
    }
  }

  /** It gives no identity, no operation fails, other sessions stay, and the next login works. */
  private void assertRefused() {
    assertRefused(ada.token());
  }

  private void assertRefused(SessionToken token) {
    byte[] damaged = dump(key);
    assertThat(sessions().access(other.token())).as("another's session").isPresent();
    assertThat(sessions().access(token)).isEmpty();
    assertThat(sessions().peek(token)).isEmpty();
    assertThat(sessions().peek(token.id())).isEmpty();
    assertThat(sessions().change(token.id(), changes -> changes.set("a", 1)))
        .isInstanceOf(NotFound.class);
    assertThat(sessions().save(ada.session().set("role", "root"))).isInstanceOf(NotFound.class);
    assertThat(sessions().rotate(token)).isInstanceOf(NotFound.class);
    LoggedIn login = sessions().login(token, "ada");
    assertThat(login).isInstanceOf(NotFound.class);
    assertThat(sessions().list("ada")).extracting(Session::id).contains(other.session().id());
    assertThat(dump(key)).as("written to").isEqualTo(damaged);
    assertThat(sessions().revoke(token.id(), EndReason.LOGOUT)).isNotNull();
    assertThat(admin.call("EXISTS", key)).as("a logout removes it").isEqualTo(0L);
    assertOthersLiveOn();
  }

  private void assertOthersLiveOn() {
    assertThat(sessions().access(login("ada").token())).as("the next login").isPresent();
    sessions().revokeAll("ada", EndReason.LOGOUT);
    assertThat(sessions().list("ada")).isEmpty();
  }

  private void everyVerb(SessionToken token, String round) {
    List<Runnable> verbs =
        List.of(
            () -> sessions().access(token),
            () -> sessions().peek(token.id()),
            () -> sessions().change(token.id(), changes -> changes.set("a", 1)),
            () -> sessions().save(ada.session().set("b", 1)),
            () -> sessions().rotate(token),
            () -> sessions().list("ada"),
            () -> sessions().login(token, "ada"),
            () -> sessions().revokeAll("ada", EndReason.LOGOUT),
            () -> sessions().revoke(token.id(), EndReason.LOGOUT));
    for (int number = 0; number < verbs.size(); number++) {
      try {
        verbs.get(number).run();
      } catch (RuntimeException e) {
        throw new AssertionError("verb " + number + " failed, " + round, e);
      }
    }
  }

  private void damage(UnaryOperator<StoredRecord> change) {
    StoredRecord.of(admin, key, setup.layout()).changed(change);
  }

  private byte[] dump(String of) {
    return (byte[]) admin.callBytes(bytes("DUMP"), bytes(of));
  }

  private Issued login(String user) {
    return sessions().create(NewSession.of(user).with("role", "admin")).orElseThrow();
  }

  private Sessions sessions() {
    return redis.sessions();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
