package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that ends or changes a session tells its id, and nothing else; others tell nothing.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#standalone")
final class MessagesIT extends OnRedis {

  MessagesIT(Setup setup) {
    super(setup);
  }

  @Test
  void whatEndsOrChangesASessionTellsItsId() {
    loud()
        .forEach(
            (name, call) -> {
              redis.empty();
              Visit visit = Sample.of("ada").with("role", "admin").in(store);
              Visit shown = name.contains("new secret") ? visit.rotated() : visit;
              try (Listener listener = listener(key(visit))) {
                call.accept(shown);
                assertThat(listener.heard()).as(name).containsExactly(visit.id().value());
              }
            });
  }

  private Map<String, Consumer<Visit>> loud() {
    Map<String, Consumer<Visit>> calls = new LinkedHashMap<>();
    calls.put("put", visit -> visit.put("cart", "full"));
    calls.put("remove", visit -> visit.changed(SessionDelta.of(Map.of("role", new Remove()))));
    calls.put("edit", visit -> visit.changed(Visit.editingDelta("role", old -> old)));
    calls.put("change as read", visit -> visit.change(visit.record(), Visit.putting("a", "b")));
    calls.put("rotate", Visit::rotated);
    calls.put("access with a new secret", OnRedis::assertOpens);
    calls.put("peek with a new secret", Visit::peek);
    calls.put("authenticate", visit -> visit.logIn("ada"));
    calls.put("authenticate as another", visit -> visit.logIn("bob"));
    calls.put("revoke", Visit::revoke);
    calls.put("revoke as read", visit -> Answers.of(store.revoke(visit.record())));
    calls.put("revoke all", visit -> Answers.of(store.revokeAll("ada", Optional.empty())));
    return calls;
  }

  @Test
  void whatLeavesASessionAsItIsTellsNothing() {
    Visit visit = logIn("ada");
    try (Listener listener = listener(key(visit))) {
      Visit other = logIn("ada");
      touch(visit, 600_000);
      assertOpens(visit);
      visit.peek();
      visit.read();
      ids("ada");
      visit.stranger().access();
      visit.stranger().rotate(Sample.newSecret());
      visit.stranger().authenticate(visit.login("ada"));
      Answers.of(store.revokeAll("bob", Optional.of(other.id())));
      Visit.of(store, Sample.of("ada").draft(store)).put("late", "write");

      assertThat(listener.heard()).isEmpty();
    }
  }

  @Test
  void aLogoutOfTheOthersTellsOfThemAlone() {
    Visit kept = logIn("ada");
    List<String> others = List.of(logIn("ada").id().value(), logIn("ada").id().value());
    try (Listener listener = listener(key(kept))) {
      Answers.of(store.revokeAll("ada", Optional.of(kept.id())));
      assertThat(listener.heard()).containsExactlyInAnyOrderElementsOf(others);
    }
  }

  /** Below a namespace of its own, a fleet neither hears nor reaches another. */
  @Test
  void aNamespaceHasItsOwnKeysAndChannel() {
    SessionStore spaced = fleet.store("namespace", settings -> settings.withNamespace("test"));
    Visit here = logIn("ada");
    Visit there = Sample.of("ada").in(spaced);
    Keyspace below = new Keyspace(setup.keyspace(), "test");
    try (Listener plain = listener(key(here));
        Listener namespaced = Listener.on(redis.serverOf(key(here)), "test:session:invalidate")) {
      there.put("cart", "full");
      assertThat(revokeAll("ada")).isEqualTo(1);

      assertThat(namespaced.next()).isEqualTo(there.id().value());
      assertThat(plain.heard()).containsExactly(here.id().value());
    }
    assertThat(redis.holds(below.session(there.id()).orElseThrow())).isTrue();
    assertThat(redis.members(below.index("ada"))).containsExactly(there.id().value());
    assertThat(below.index("ada")).startsWith("test:user:");
    assertOpens(there);
  }
}
