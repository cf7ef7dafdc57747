package dev.sojourn.testkit;

import static dev.sojourn.testkit.StoreContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionRecord;
import dev.sojourn.spi.Accessed.Live;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionDraft;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who shows the secret gets the session and keeps it alive; nobody else does either. */
interface AccessContract extends StoreContract {

  @Test
  default void theSecretOpensItsSession() {
    Visit visit = Sample.of("ada").with("role", "admin").in(store());
    SessionRecord record = visit.record();

    assertThat(visit.access()).isEqualTo(new Live(record));
    assertThat(visit.peek()).isEqualTo(new Live(record));
  }

  @Test
  default void aWrongSecretOpensNothingAndChangesNothing() {
    Visit visit = logIn("ada");
    SessionRecord before = visit.record();

    assertThat(visit.stranger().access()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertThat(visit.stranger().peek()).isEqualTo(new Refused(Refusal.WRONG_SECRET));
    assertThat(visit.record()).isEqualTo(before);
  }

  @Test
  default void theSecretOfAnotherSessionIsAWrongOne() {
    Visit ada = logIn("ada");
    Visit bob = logIn("bob");

    assertRefused(ada.showing(bob.secret()), Refusal.WRONG_SECRET);
    assertThat(ada.peek()).isInstanceOf(Live.class);
  }

  @Test
  default void anUnknownIdIsNoSession() {
    SessionDraft never = Sample.of("ada").draft(store());
    Visit visit = Visit.of(store(), never);

    assertThat(visit.access()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.peek()).isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(visit.read()).isEmpty();
    assertThat(visit.revoke()).isZero();
  }

  @Test
  default void anAccessSlidesTheIdleDeadlineWhenATouchIsDue() {
    StoreContract.inTime(Duration.ofMillis(1500), this::anAccessSlides);
  }

  private void anAccessSlides() {
    Visit visit = Sample.of("ada").idle(1500).in(store());
    SessionRecord created = visit.record();
    advance(150);
    assertThat(visit.access()).isInstanceOf(Live.class);

    await().until(() -> visit.record().lastAccessAt().isAfter(created.lastAccessAt()));
    SessionRecord touched = visit.record();
    assertThat(touched.expiresAt()).isAfter(created.expiresAt());
    assertThat(touched).isEqualTo(created.touchedAt(touched.lastAccessAt()));
  }

  @Test
  default void anAccessBeforeATouchIsDueWritesNothing() {
    Visit visit = logIn("ada");
    SessionRecord created = visit.record();
    advance(30);

    assertThat(visit.access()).isEqualTo(new Live(created));
    advance(30);
    assertThat(visit.record()).isEqualTo(created);
  }

  /** One wait for all: whoever comes in one of these ways does not prolong the session. */
  @Test
  default void onlyAnAccessWithTheSecretSlides() {
    StoreContract.inTime(Duration.ofMillis(1800), this::nothingButAnAccessSlides);
  }

  private void nothingButAnAccessSlides() {
    Map<String, Consumer<Visit>> ways = passiveWays();
    Map<String, Visit> visits = new HashMap<>();
    ways.keySet().forEach(way -> visits.put(way, Sample.of("ada").idle(1200).in(store())));
    Visit accessed = Sample.of("ada").idle(1200).in(store());
    advance(700);
    visits.forEach((way, visit) -> Objects.requireNonNull(ways.get(way)).accept(visit));
    assertThat(accessed.access()).isInstanceOf(Live.class);
    advance(600);

    visits.forEach((way, visit) -> assertThat(visit.isLive()).as(way).isFalse());
    assertThat(accessed.isLive()).isTrue();
  }

  private Map<String, Consumer<Visit>> passiveWays() {
    return Map.of(
        "peek", visit -> assertThat(visit.peek()).isInstanceOf(Live.class),
        "wrong secret", visit -> assertRefused(visit.stranger(), Refusal.WRONG_SECRET),
        "wrong peek", visit -> assertThat(visit.stranger().peek()).isInstanceOf(Refused.class),
        "read", visit -> assertThat(visit.read()).isPresent(),
        "list", visit -> assertThat(ids("ada")).contains(visit.id()),
        "put", visit -> assertThat(visit.put("cart", "full")).isPresent(),
        "label", visit -> assertThat(visit.change(labelled("Phone"))).isPresent(),
        "rotate", visit -> assertThat(visit.rotated().isLive()).isTrue(),
        "new secret", visit -> assertThat(visit.rotated().peek()).isInstanceOf(Live.class));
  }

  @Test
  default void everybodySeesTheirOwnSession() {
    List<String> users = List.of("ada", "bob", "cyd", "dan");
    List<Visit> visits =
        users.stream().map(user -> Sample.of(user).with("name", user).in(store())).toList();
    List<Integer> rounds =
        AtOnce.many(8, number -> seesItsOwn(visits.get(number % 4), users.get(number % 4)));

    assertThat(rounds).allMatch(round -> round == Rounds.of(10_000));
  }

  private static int seesItsOwn(Visit visit, String user) {
    int right = 0;
    while (right < Rounds.of(10_000)
        && visit.access() instanceof Live live
        && live.record().id().equals(visit.id())
        && live.record().user().equals(Optional.of(user))
        && live.record().attributes().containsValue(EncodedValue.text(user))) {
      right++;
    }
    return right;
  }

  private static SessionDelta labelled(String label) {
    return new SessionDelta(Map.of(), Optional.of(label), Optional.empty());
  }
}
