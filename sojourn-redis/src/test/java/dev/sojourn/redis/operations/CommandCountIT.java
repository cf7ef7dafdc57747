package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionId;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.MalformedTokens;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation sends the commands in the design's table, and no more (A4, rule 19). */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onOneStandalone")
class CommandCountIT {

  private static final String SCRIPT = "EVALSHA";

  private final Setup setup;
  private final RedisServer server;
  private final RedisSettings settings;
  private final List<String> read;
  private RedisSessions redis;

  CommandCountIT(Setup setup) {
    this.setup = setup;
    this.server = SharedServers.fresh(setup.kind());
    this.settings = setup.settings();
    this.redis = RedisSessions.connect(settings);
    this.read = List.of(setup.readCommand(), "PTTL");
    AllScripts.teach(server);
  }

  @AfterEach
  void end() {
    redis.close();
  }

  @Test
  void aCreationIsOneScript() {
    assertThat(sentBy(() -> sessions().create(NewSession.of("ada")))).containsExactly(SCRIPT);
    assertThat(sentBy(() -> sessions().create(NewSession.anonymous()))).containsExactly(SCRIPT);
  }

  @Test
  void aCreationWithALimitReadsTheIndexFirst() {
    limit();
    login();
    assertThat(sentBy(this::login)).containsExactly("SRANDMEMBER", SCRIPT);
  }

  @Test
  void anAccessIsTwoReads() {
    Issued ada = login();
    assertThat(sentBy(() -> sessions().access(ada.token()))).isEqualTo(read);
    assertThat(sentBy(() -> sessions().peek(ada.token()))).isEqualTo(read);
    assertThat(sentBy(() -> sessions().peek(ada.session().id()))).isEqualTo(read);
  }

  @Test
  void anAccessWhoseTouchIsDueIsOneScriptMore() {
    Issued ada = login();
    makeTouchDue(ada);
    assertThat(sentBy(() -> sessions().peek(ada.token()))).isEqualTo(read);
    assertThat(sentBy(() -> sessions().access(ada.token()))).isEqualTo(and(read, SCRIPT));
    assertThat(sentBy(() -> sessions().access(ada.token()))).isEqualTo(read);
  }

  @Test
  void aWrongSecretIsNoMoreThanTheReads() {
    Issued ada = login();
    makeTouchDue(ada);
    SessionToken wrong = withAnotherSecret(ada);
    assertThat(sentBy(() -> assertThat(sessions().access(wrong)).isEmpty())).isEqualTo(read);
  }

  @Test
  void aChangeOfWhatWasReadIsOneScriptBesideAReadInOneFlush() {
    Session session = login().session().set("role", "admin");
    assertThat(sentBy(() -> sessions().save(session))).isEqualTo(and(read, SCRIPT));
  }

  @Test
  void aChangeWithoutAnyIsNothing() {
    Session session = login().session();
    assertThat(sentBy(() -> sessions().save(session))).isEmpty();
  }

  @Test
  void aRotationIsOneScriptAndTheReadOfItsResult() {
    Issued ada = login();
    assertThat(sentBy(() -> sessions().rotate(ada.token())))
        .containsExactly(SCRIPT, read.get(0), read.get(1));
  }

  @Test
  void aLoginOfTheSameUserIsOneScriptAndTheReadOfItsResult() {
    Issued ada = login();
    assertThat(sentBy(() -> sessions().login(ada.token(), "ada")))
        .containsExactly(SCRIPT, read.get(0), read.get(1));
  }

  @Test
  void aLoginOfAGuestIsOneScriptOrThreeStepsAcrossSlots() {
    Issued guest = sessions().create(NewSession.anonymous()).orElseThrow();
    assertThat(sentBy(() -> sessions().login(guest.token(), "ada")))
        .isEqualTo(
            setup.keyspace() == KeyspaceName.PLAIN
                ? List.of(SCRIPT, read.get(0), read.get(1))
                : and(read, SCRIPT, SCRIPT));
  }

  /** Where the user is not known before, the index is pruned when the answer is there already. */
  @Test
  void aLogoutIsOneScriptAfterAReadWhenOnlyTheIdIsKnown() {
    Issued ada = login();
    Session session = login().session();
    SessionId id = login().session().id();
    assertThat(sentBy(() -> sessions().revoke(session, EndReason.LOGOUT))).containsExactly(SCRIPT);
    assertThat(sentBy(() -> sessions().revoke(id, EndReason.LOGOUT)))
        .isEqualTo(and(read, SCRIPT, SCRIPT));
    assertThat(sentBy(() -> sessions().logout(ada.token()))).isEqualTo(and(read, SCRIPT, SCRIPT));
  }

  @Test
  void aLogoutEverywhereIsTheIndexAndOneScript() {
    List<Issued> all = Stream.generate(this::login).limit(20).toList();
    assertThat(sentBy(() -> sessions().revokeAll("ada", EndReason.LOGOUT)))
        .containsExactly("SRANDMEMBER", SCRIPT);
    assertThat(all).allSatisfy(ada -> assertThat(sessions().access(ada.token())).isEmpty());
  }

  @Test
  void aListIsTheIndexAndTwoReadsForEachSession() {
    login();
    login();
    List<String> expected = and(List.of("SMEMBERS"), read.get(0), read.get(1));
    assertThat(sentBy(() -> sessions().list("ada")))
        .isEqualTo(and(expected, read.get(0), read.get(1)));
  }

  /** A4: Redis is not asked about tokens that cannot exist. */
  @Test
  void aMalformedTokenCostsNothing() {
    assertThat(sentBy(() -> MalformedTokens.all().forEach(this::accessWithText))).isEmpty();
  }

  @Test
  void anIdThatThisKeyspaceNeverGaveCostsNothing() {
    boolean plain = setup.keyspace() == KeyspaceName.PLAIN;
    String random = "A".repeat(22);
    String foreign = (plain ? "abcd~" : "") + random + "." + "A".repeat(43);
    SessionToken token = SessionToken.parse(foreign).orElseThrow();

    assertThat(
            sentBy(
                () -> {
                  assertThat(sessions().access(token)).isEmpty();
                  assertThat(sessions().peek(token.id())).isEmpty();
                  sessions().change(token.id(), changes -> changes.set("a", 1));
                  sessions().rotate(token);
                  sessions().login(token, "ada");
                  sessions().revoke(token.id(), EndReason.LOGOUT);
                }))
        .isEmpty();
  }

  private void accessWithText(String text) {
    assertThat(SessionToken.parse(text).flatMap(token -> sessions().access(token))).isEmpty();
  }

  private Sessions sessions() {
    return redis.sessions();
  }

  private Issued login() {
    return sessions().create(NewSession.of("ada")).orElseThrow();
  }

  private void limit() {
    redis.close();
    redis =
        RedisSessions.connect(
            settings.withSessionsPerUser(new SessionsPerUser(5, AtLimit.END_OLDEST)));
  }

  /** The commands sent, background writes included. */
  private List<String> sentBy(Runnable verb) {
    try (CommandMonitor monitor = CommandMonitor.of(server)) {
      verb.run();
      FaultRig.answers(redis);
      List<String> sent = new ArrayList<>(monitor.sent());
      assertThat(sent.remove(sent.size() - 1)).isEqualTo("PING");
      return sent;
    }
  }

  private void makeTouchDue(Issued issued) {
    String key = Keys.of(issued.session().id());
    long left = Long.parseLong(String.valueOf(server.call("PTTL", key)));
    long interval = issued.session().timeouts().touchInterval().toMillis();
    server.call("PEXPIRE", key, "" + (left - 2 * interval));
  }

  private static SessionToken withAnotherSecret(Issued issued) {
    return SessionToken.parse(issued.session().id() + "." + "A".repeat(43)).orElseThrow();
  }

  private static List<String> and(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }
}
