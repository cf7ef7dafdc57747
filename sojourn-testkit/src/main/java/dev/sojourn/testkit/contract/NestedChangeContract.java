package dev.sojourn.testkit.contract;

import static dev.sojourn.testkit.contract.NestedChanges.CART;
import static dev.sojourn.testkit.contract.NestedChanges.append;
import static dev.sojourn.testkit.contract.NestedChanges.cart;
import static dev.sojourn.testkit.contract.NestedChanges.delta;
import static dev.sojourn.testkit.contract.NestedChanges.increment;
import static dev.sojourn.testkit.contract.NestedChanges.json;
import static dev.sojourn.testkit.contract.NestedChanges.merge;
import static dev.sojourn.testkit.contract.NestedChanges.remove;
import static dev.sojourn.testkit.contract.NestedChanges.set;
import static dev.sojourn.testkit.contract.NestedChanges.text;
import static dev.sojourn.testkit.contract.NestedChanges.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberMismatch;
import dev.sojourn.MemberPath;
import dev.sojourn.SessionTooLarge;
import dev.sojourn.WriteConflict;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.DifficultTexts;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A nested change is one atomic step among others, and leaves everything beside it as it is. */
interface NestedChangeContract extends ContractTests {

  /** The number of threads that the guarantee names. */
  int THREADS = 16;

  @Test
  default void aChangeThatDoesNotFitTakesTheOthersWithIt() {
    TestClient client =
        Sample.of("ada").with(Map.of("cart", json(CART), "n", json("1"))).in(store());
    SessionRecord before = client.record();
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("theme", new Put(text("dark")));
    changes.put("n", new Nested(List.of(increment("n", 1))));
    changes.put(
        "cart", new Nested(List.of(set("cart.total", json("1")), set("cart.a.b", json("1")))));
    assertThat(Await.failure(store().change(client.id(), SessionDelta.of(changes))))
        .isInstanceOf(MemberMismatch.class);
    assertThat(Await.failure(store().change(before, SessionDelta.of(changes))))
        .isInstanceOf(MemberMismatch.class);
    assertThat(client.record()).isEqualTo(before);
  }

  @Test
  default void manyChangesOfMembersAreOneStepInTheirOrder() {
    TestClient client = cart(store(), CART);
    client.changed(
        delta(
            increment("cart.total", 1),
            set("cart.items[0].qty", json("5")),
            increment("cart.items[1].qty", 1)));
    assertThat(value(client))
        .isEqualTo(
            CART.replace("7", "8")
                .replace("\"qty\":1", "\"qty\":5")
                .replace("\"qty\":2", "\"qty\":3"));

    client.changed(
        delta(
            set("cart.items[0].options", json("{}")),
            set("cart.items[0].options.gift", json("true")),
            remove("cart.items[1]"),
            append("cart.items", json("1")),
            increment("cart.items[1]", 1)));
    assertThat(value(client))
        .isEqualTo(
            "{\"items\":[{\"sku\":\"a\",\"qty\":5,\"options\":{\"gift\":true}},2],\"total\":8}");
    assertThat(client.record().version()).isEqualTo(2);
  }

  @Test
  default void theAnswerIsTheSessionAsItIsNow() {
    TestClient client = cart(store(), CART);
    SessionRecord seen = client.record();
    Optional<SessionRecord> now = client.change(delta(set("cart.total", json("8"))));
    assertThat(client.read()).isEqualTo(now);
    assertThat(now.map(SessionRecord::version)).contains(1L);

    Optional<SessionRecord> later = client.change(seen, delta(increment("cart.total", 1)));
    assertThat(client.read()).isEqualTo(later);
    assertThat(value(client)).isEqualTo(CART.replace("7", "9"));
  }

  @Test
  default void whatWasReadLongAgoIsJudgedAsItIsNow() {
    TestClient client = cart(store(), "{}");
    SessionRecord seen = client.record();
    client.changed(SessionDelta.of(Map.of("cart", new Put(json(CART)))));
    assertThat(client.change(seen, delta(increment("cart.total", 1)))).isPresent();
    assertThat(value(client)).isEqualTo(CART.replace("7", "8"));

    SessionRecord full = client.record();
    client.changed(SessionDelta.of(Map.of("cart", new Remove())));
    assertThat(Await.failure(store().change(full, delta(increment("cart.total", 1)))))
        .isInstanceOf(MemberMismatch.class);
    assertThat(client.record().attributes()).isEmpty();
  }

  @Test
  default void aNestedChangeOfNoSessionMakesNone() {
    TestClient client = TestClient.of(store(), Sample.of("ada").draft(store()));
    assertThat(client.change(delta(merge("cart", json("{\"a\":1}"))))).isEmpty();
    assertThat(client.change(delta(set("cart.total", json("1"))))).isEmpty();
    assertThat(client.read()).isEmpty();
  }

  /** Names are data: none is a wildcard, a filter, or the end of a path. */
  @Test
  default void namesThatAreHardToStoreArePlaces() {
    for (String name : DifficultTexts.NAMES) {
      MemberPath path = new MemberPath("cart", List.of(new MemberPath.Name(name)));
      TestClient client = cart(store(), "{\"a\":1,\"b\":{\"a\":1}}");
      client.changed(delta(new SetTo(path, json("1"))));
      client.changed(delta(new Increment(path, 1)));
      Map<String, String> expected = new LinkedHashMap<>(Map.of("a", "1", "b", "{\"a\":1}"));
      expected.put(name, "2");
      assertThat(client.record().attributes().get("cart"))
          .as(name)
          .isEqualTo(client.changed(delta(new Increment(path, 0))).attributes().get("cart"));
      assertThat(value(client)).as(name).hasSize(object(expected).length()).endsWith(":2}");
      client.changed(delta(new Removal(path)));
      assertThat(value(client)).as(name).isEqualTo("{\"a\":1,\"b\":{\"a\":1}}");

      TestClient outer = logIn("ada");
      outer.changed(delta(new Merge(MemberPath.of(name), json("{\"n\":1}"))));
      outer.changed(
          delta(new Increment(new MemberPath(name, List.of(new MemberPath.Name("n"))), 1)));
      assertThat(outer.record().attributes()).isEqualTo(Map.of(name, json("{\"n\":2}")));
    }
  }

  /** Whatever else the attribute holds, it is not even spelled in another way. */
  @Test
  default void valuesThatAreHardToStoreStayBesideAChange() {
    for (String hard : DifficultTexts.JSON) {
      if (json(hard).text().startsWith("[[[")) {
        continue; // as deep as can be already
      }
      TestClient client = cart(store(), "{\"hard\":" + hard + ",\"n\":1}");
      client.changed(delta(increment("cart.n", 1)));
      assertThat(value(client)).isEqualTo("{\"hard\":" + hard + ",\"n\":2}");
      client.changed(delta(set("cart.n", json(hard))));
      assertThat(value(client)).isEqualTo("{\"hard\":" + hard + ",\"n\":" + hard + "}");
    }
    for (String hard : DifficultTexts.TEXTS) {
      TestClient client = cart(store(), "{\"n\":[]}");
      client.changed(delta(append("cart.n", text(hard)), set("cart.m", text(hard))));
      String spelled = text(hard).asJson();
      assertThat(value(client)).isEqualTo("{\"n\":[" + spelled + "],\"m\":" + spelled + "}");
    }
  }

  @Test
  default void aNestedChangeUpToTheLastByteIsTakenAndOneMoreIsNot() {
    int room = subject().limits().sessionBytes() - "cart".length() - "{\"a\":\"\"}".length();
    TestClient client = cart(store(), "{\"a\":\"\"}");
    SessionRecord before = client.record();
    for (MemberChange change :
        List.of(
            set("cart.a", text("x".repeat(room + 1))),
            merge("cart", json("{\"a\":\"" + "x".repeat(room + 1) + "\"}")))) {
      assertThat(Await.failure(store().change(client.id(), delta(change))))
          .isInstanceOf(SessionTooLarge.class);
      assertThat(Await.failure(store().change(before, delta(change))))
          .isInstanceOf(SessionTooLarge.class);
      assertThat(client.record()).isEqualTo(before);
    }
    assertThat(client.change(delta(set("cart.a", text("x".repeat(room)))))).isPresent();
    SessionRecord full = client.record();
    assertThat(Await.failure(store().change(client.id(), delta(set("cart.b", json("1"))))))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(client.record()).isEqualTo(full);
    assertThat(client.change(delta(remove("cart.a")))).isPresent();
  }

  @Test
  default void changesOfDifferentMembersAtOnceAllSurvive() {
    String zeros =
        IntStream.range(0, THREADS)
            .mapToObj(number -> "{\"n\":0,\"at\":\"\"}")
            .collect(Collectors.joining(",", "{\"all\":[", "]}"));
    TestClient client = cart(store(), zeros);
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    Concurrently.many(THREADS, number -> countsUp(rounds, client, "cart.all[" + number + "]"));

    assertThat(value(client))
        .isEqualTo(
            zeros.replace("\"n\":0", "\"n\":" + rounds).replace("\"\"", "\"" + rounds + "\""));
    assertThat(client.record().version()).isEqualTo((long) rounds * THREADS);
  }

  private static int countsUp(int rounds, TestClient client, String path) {
    for (int round = 1; round <= rounds; round++) {
      untilTaken(client, delta(increment(path + ".n", 1), set(path + ".at", text("" + round))));
    }
    return rounds;
  }

  private static void untilTaken(TestClient client, SessionDelta delta) {
    while (true) {
      try {
        client.changed(delta);
        return;
      } catch (WriteConflict e) {
        Thread.onSpinWait();
      }
    }
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> text(member.getKey()).asJson() + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
