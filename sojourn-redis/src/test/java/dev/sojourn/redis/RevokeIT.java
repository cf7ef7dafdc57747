package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.SessionRecord;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.Admission.Admitted;
import dev.sojourn.spi.Login;
import dev.sojourn.spi.SessionDraft;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 12: a session is deleted, then told, then dropped from its index, whatever that is. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#plain")
final class RevokeIT extends OnRedis {

  private final String index = keys.index("ada");

  RevokeIT(Setup setup) {
    super(setup);
  }

  @Test
  void aRevocationDeletesThenTellsThenDropsTheIndexEntry() {
    Visit visit = logIn("ada");
    SessionRecord record = visit.record();
    try (Monitor monitor = monitor(key(visit))) {
      Answers.of(store.revoke(record));

      assertThat(writes(monitor))
          .containsExactly(
              "DEL " + key(visit), "PUBLISH " + keys.channel(), "SREM " + keys.index("ada"));
    }
  }

  @Test
  void aLogoutEverywhereTellsOfEachBeforeItTouchesTheIndex() {
    List<Visit> visits = List.of(logIn("ada"), logIn("ada"));
    try (Monitor monitor = monitor(key(visits.get(0)))) {
      revokeAll("ada");

      assertThat(writes(monitor).stream().map(write -> write.split(" ", 2)[0]))
          .containsExactly("DEL", "PUBLISH", "DEL", "PUBLISH", "SREM", "SREM");
    }
  }

  @Test
  void aRevocationIsToldAlsoWhenNothingWasThere() {
    Visit visit = logIn("ada");
    SessionRecord record = visit.record();
    visit.revoke();
    try (Listener listener = listener(key(visit))) {
      assertThat(visit.revoke()).isZero();
      assertThat(Answers.of(store.revoke(record))).isZero();

      assertThat(listener.heard()).containsExactly(visit.id().value(), visit.id().value());
    }
  }

  @Test
  void anIndexOfAnotherTypeStopsNoRevocation() {
    Visit visit = logIn("ada");
    SessionRecord record = visit.record();
    spoilIndex();
    try (Listener listener = listener(key(visit))) {
      assertThat(Answers.of(store.revoke(record))).isEqualTo(1);

      assertThat(listener.heard()).containsExactly(visit.id().value());
      assertThat(redis.holds(key(visit))).isFalse();
      assertThat(redis.at(index).text("GET", index)).isEqualTo("no index");
    }
  }

  /** The index became something else between its reading and the script. */
  @Test
  void anIndexOfAnotherTypeStopsNoLogoutEverywhere() {
    Visit visit = logIn("ada");
    spoilIndex();
    try (Listener listener = listener(key(visit))) {
      Object answer =
          redis.run(
              Scripts.REVOKE_ALL,
              List.of(index, key(visit)),
              List.of(keys.channel(), "", "500", visit.id().value()));

      assertThat(answer).isEqualTo(List.of(1L));
      assertThat(listener.heard()).containsExactly(visit.id().value());
      assertThat(redis.holds(key(visit))).isFalse();
    }
  }

  @Test
  void whoseIndexIsOfAnotherTypeHasNoSessionsToEnd() {
    Visit visit = logIn("ada");
    spoilIndex();

    assertThat(revokeAll("ada")).isZero();
    assertThat(ids("ada")).isEmpty();
    assertOpens(visit);
  }

  @Test
  void aStolenSecretEndsTheSessionLikeARevocation() {
    Visit stolen = logIn("ada");
    Visit rotated = stolen.rotated();
    assertOpens(rotated);
    redis.set(key(stolen), "replaced", stolen.secret().text() + " 1");
    spoilIndex();
    try (Listener listener = listener(key(stolen))) {
      assertThat(stolen.access()).isEqualTo(new Refused(Refusal.STOLEN));

      assertThat(listener.heard()).containsExactly(stolen.id().value());
      assertThat(redis.holds(key(stolen))).isFalse();
    }
  }

  @Test
  void sessionsThatMadeRoomAreToldAndLeaveTheIndex() {
    SessionLimit one = new SessionLimit(1, AtLimit.END_OLDEST);
    Visit oldest = logIn("ada");
    try (Listener listener = listener(key(oldest))) {
      SessionDraft draft = Sample.of("ada").draft(store);
      Answers.as(Admitted.class, store.create(draft, one));

      assertThat(listener.heard()).containsExactly(oldest.id().value());
      assertThat(redis.members(index)).isEqualTo(Set.of(draft.id().value()));
    }
  }

  @Test
  void aServerOutOfMemoryStillRevokes() {
    Visit one = logIn("ada");
    Visit other = logIn("ada");
    Visit last = logIn("bob");
    full(
        () -> {
          assertThatThrownBy(() -> logIn("ada")).isInstanceOf(StoreUnavailable.class);
          assertThat(one.revoke()).isEqualTo(1);
          assertThat(other.revoke()).isEqualTo(1);
          assertThat(revokeAll("bob")).isEqualTo(1);
          assertThat(List.of(one, other, last)).noneMatch(Visit::isLive);
        });
    assertThat(ids("ada")).isEmpty();
  }

  /** What is deleted first makes the script one that may go on. */
  @Test
  void aServerOutOfMemoryStillLetsALoginTakeTheOldestsPlace() {
    SessionLimit one = new SessionLimit(1, AtLimit.END_OLDEST);
    Visit oldest = logIn("ada");
    full(
        () -> {
          SessionDraft draft = Sample.of("ada").draft(store);
          Answers.as(Admitted.class, store.create(draft, one));
          assertThat(ids("ada")).containsExactly(draft.id());
        });
    assertThat(oldest.isLive()).isFalse();
  }

  @Test
  void aServerOutOfMemoryLeavesNothingHalfDone() {
    Visit visit = Sample.of("ada").with("role", "admin").in(store);
    SessionRecord before = visit.record();
    Login login = visit.login("bob");
    full(
        () -> {
          assertThatThrownBy(() -> visit.put("cart", "full")).isInstanceOf(StoreUnavailable.class);
          assertThatThrownBy(visit::rotated).isInstanceOf(StoreUnavailable.class);
          assertThatThrownBy(() -> visit.authenticate(login)).isInstanceOf(StoreUnavailable.class);
          assertOpens(visit);
        });
    assertThat(visit.record()).isEqualTo(before);
    assertThat(redis.holds(keys.index("bob"))).isFalse();
    assertThat(ids("ada")).containsExactly(visit.id());
  }

  private void full(Runnable test) {
    redis.at(index).call("CONFIG", "SET", "maxmemory", "1");
    try {
      test.run();
    } finally {
      redis.at(index).call("CONFIG", "SET", "maxmemory", "0");
    }
  }

  private void spoilIndex() {
    redis.at(index).call("SET", index, "no index", "PX", "60000");
  }

  /** What scripts changed or told, and where. */
  private static List<String> writes(Monitor monitor) {
    return monitor.commands().stream()
        .filter(MonitoredCommand::isFromScript)
        .filter(command -> List.of("DEL", "PUBLISH", "SREM").contains(command.name()))
        .map(command -> command.name() + " " + command.words().get(1))
        .toList();
  }
}
