package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.Secrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log contains, and what it must not. */
final class AuditTest {

  private static final Logger LOG = Logger.getLogger("dev.sojourn.audit");

  private final Lines lines = new Lines();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2025-01-01T00:00:00Z"));
  private final InMemorySessionStore store =
      new InMemorySessionStore(now::get, SizeLimits.DEFAULT, Secrets.GRACE);
  private final Sessions sessions = Sessions.over(store, new TinyCodec()).build();

  @BeforeEach
  void listen() {
    LOG.setLevel(Level.ALL);
    LOG.setUseParentHandlers(false);
    LOG.addHandler(lines);
  }

  @AfterEach
  void stopListening() {
    LOG.removeHandler(lines);
    LOG.setUseParentHandlers(true);
    LOG.setLevel(null);
  }

  @Test
  void everyEventOfALifeIsOneLine() {
    SessionToken first = open("ada").token();
    SessionToken second = ((Issued) sessions.rotate(first)).token();
    SessionToken third = ((Issued) sessions.login(second, "bob")).token();
    sessions.revoke(third.id(), EndReason.LOGOUT);
    sessions.revokeAll("bob", new EndReason("password-change"));

    assertThat(lines.texts)
        .containsExactly(
            "FINE session_created session=" + first.id(),
            "FINE authn_token_created session=" + first.id(),
            "FINE session_renewed session=" + third.id() + " was=" + first.id(),
            "INFO session_ended session=" + third.id() + " reason=logout",
            "INFO sessions_ended user=bob count=0 reason=password-change");
  }

  /** The in-memory store has no replicas. */
  @Test
  void whatReplicasDidNotConfirmIsSaid() {
    SessionId id = open("ada").token().id();
    lines.texts.clear();
    Sessions certain = sessions.with(Durability.replicated(2));
    assertThat(certain.revoke(id, EndReason.LOGOUT).isCertain()).isFalse();
    certain.revokeAll("ada", EndReason.LOGOUT);
    assertThat(lines.texts)
        .containsExactly(
            "WARNING session_ended session=" + id + " reason=logout replicas=0/2",
            "WARNING sessions_ended user=ada count=0 reason=logout replicas=0/2");
  }

  @Test
  void whatEndedNothingIsNoEvent() {
    SessionId id = open("ada").token().id();
    sessions.revoke(id, EndReason.LOGOUT);
    lines.texts.clear();
    sessions.revoke(id, EndReason.LOGOUT);
    assertThat(lines.texts).isEmpty();
  }

  /** Clients cannot tell them apart; the audit log has the reason. */
  @Test
  void everyRefusalSaysItsReason() {
    SessionToken token = open("ada").token();
    SessionToken wrong = SessionToken.random(token.id(), new SecureRandom());
    SessionToken next = ((Issued) sessions.rotate(token)).token();
    sessions.access(next);
    now.updateAndGet(before -> before.plus(Secrets.GRACE).plusMillis(1));
    lines.texts.clear();

    assertThat(sessions.access(wrong)).isEmpty();
    assertThat(sessions.access(token)).isEmpty();
    assertThat(sessions.access(token)).isEmpty();
    assertThat(lines.texts)
        .containsExactly(
            "WARNING session_refused session=" + token.id() + " why=wrong_secret",
            "WARNING authn_token_reuse session=" + token.id() + " why=stolen",
            "FINE session_refused session=" + token.id() + " why=unknown");
  }

  @Test
  void aLimitThatIsMetIsSaid() {
    SessionToken first = open("ada").token();
    limited(AtLimit.REFUSE).create(NewSession.of("ada"));
    limited(AtLimit.END_OLDEST).create(NewSession.of("ada"));

    assertThat(lines.texts)
        .contains(
            "WARNING excess_sessions_exceeded user=ada most=1",
            "WARNING excess_sessions_exceeded user=ada ended=[" + first.id() + "]");
  }

  @Test
  void noLineHoldsASecretOrItsHash() {
    List<SessionToken> tokens = new ArrayList<>();
    tokens.add(open("ada").token());
    tokens.add(((Issued) sessions.rotate(tokens.get(0))).token());
    sessions.access(tokens.get(1));
    now.updateAndGet(before -> before.plus(Secrets.GRACE).plusMillis(1));
    sessions.access(tokens.get(0));
    tokens.add(open("ada").token());
    tokens.add(((Issued) sessions.login(tokens.get(2), "bob")).token());
    sessions.revoke(tokens.get(3).id(), EndReason.LOGOUT);

    assertThat(lines.texts).hasSizeGreaterThan(5);
    for (SessionToken token : tokens) {
      assertThat(lines.texts)
          .noneMatch(line -> line.contains(token.reveal().substring(23)))
          .noneMatch(line -> line.contains(token.secretHash().text()));
    }
  }

  /** Braces and quotes are special in the log's message patterns. */
  @Test
  void aUserIdIsSaidAsItIs() {
    String user = "{0} '{1}' %s ${x}";
    sessions.revokeAll(user, EndReason.LOGOUT);
    assertThat(lines.texts)
        .containsExactly("INFO sessions_ended user=" + user + " count=0 reason=logout");
  }

  private Issued open(String user) {
    return sessions.create(NewSession.of(user)).orElseThrow();
  }

  private Sessions limited(AtLimit atLimit) {
    return Sessions.over(store, new TinyCodec()).limit(new SessionsPerUser(1, atLimit)).build();
  }

  /** Collects the lines. */
  private static final class Lines extends Handler {

    private final List<String> texts = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      texts.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
