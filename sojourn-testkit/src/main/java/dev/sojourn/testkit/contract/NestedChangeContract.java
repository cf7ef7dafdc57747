package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Append;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A change of a member moves that member, the same way in every store; or nothing at all. */
interface NestedChangeContract extends ContractTests {

  /** As many as the promise names. */
  int THREADS = 16;

  String CART = "{\"items\":[{\"sku\":\"a\",\"qty\":1},{\"sku\":\"b\",\"qty\":2}],\"total\":7}";

  @Test
  default void aMemberIsSet() {
    assertBecomes(set("cart.items[0].qty", json("3")), CART.replace("\"qty\":1", "\"qty\":3"));
    assertBecomes(set("cart.total", text("no\"thing")), CART.replace("7", "\"no\\\"thing\""));
    assertBecomes(set("cart.total", json("{\"a\":[]}")), CART.replace("7", "{\"a\":[]}"));
    assertBecomes(set("cart.items[1]", json("null")), CART.replaceFirst(",\\{.*2}", ",null"));
    assertBecomes(set("cart.coupon", text("X")), CART.replace("7}", "7,\"coupon\":\"X\"}"));
    assertBecomes(
        set("cart.items[0].new", json("[1]")), CART.replace("\"qty\":1", "\"qty\":1,\"new\":[1]"));
  }

  @Test
  default void aMemberIsRemoved() {
    assertBecomes(remove("cart.total"), CART.replace(",\"total\":7", ""));
    assertBecomes(remove("cart.items[0]"), CART.replaceFirst("\\{\"sku\":\"a\",\"qty\":1},", ""));
    assertBecomes(remove("cart.items[1].qty"), CART.replace(",\"qty\":2", ""));
  }

  @Test
  default void whatIsNotThereIsRemovedAlready() {
    for (String path :
        List.of("cart.no", "cart.no.deeper", "cart.items[2]", "cart.total.x", "cart.items.x")) {
      assertBecomes(remove(path), CART);
    }
    TestClient client = Sample.of("ada").with("name", "Ada").in(store());
    client.changed(of(remove("name.x"), remove("nothing.x[0]")));
    assertThat(client.record().attributes()).isEqualTo(Map.of("name", text("Ada")));
  }

  @Test
  default void aNumberGrows() {
    assertBecomes(increment("cart.total", 5), CART.replace("7", "12"));
    assertBecomes(increment("cart.items[1].qty", -3), CART.replace("\"qty\":2", "\"qty\":-1"));
    TestClient client = Sample.of("ada").with(Map.of("visits", json("41"))).in(store());
    client.changed(of(increment("visits", 1)));
    assertThat(client.record().attributes()).isEqualTo(Map.of("visits", json("42")));
  }

  @Test
  default void aNumberGrowsExactlyUpToSixtyFourBits() {
    long most = Long.MAX_VALUE;
    for (long from : List.of(0L, -1L, 999_999_999_999_998L, 999_999_999_999_999L, most - 9)) {
      for (long by : List.of(1L, 2L, -1_000_000_000_000_000L, -999_999_999_999_999L)) {
        TestClient client = cart("{\"n\":" + from + "}");
        client.changed(of(increment("cart.n", by), increment("cart.n", 1)));
        client.changed(of(increment("cart.n", by)));
        assertThat(value(client)).isEqualTo("{\"n\":" + (from + 2 * by + 1) + "}");
      }
    }
    assertDoesNotFit("{\"n\":" + most + "}", increment("cart.n", 1));
    assertDoesNotFit("{\"n\":" + Long.MIN_VALUE + "}", increment("cart.n", -1));
    assertDoesNotFit("{\"n\":123456789012345678901}", increment("cart.n", -1));
  }

  @Test
  default void anArrayGrowsAtItsEnd() {
    assertBecomes(
        append("cart.items", json("{\"sku\":\"c\"}")), CART.replace("}],", "},{\"sku\":\"c\"}],"));
    TestClient client = Sample.of("ada").with(Map.of("log", json("[]"))).in(store());
    client.changed(of(append("log", text("=x"))));
    client.changed(of(append("log", json("[]"))));
    assertThat(client.record().attributes()).isEqualTo(Map.of("log", json("[\"=x\",[]]")));
  }

  /** The examples of RFC 7396, appendix A, whose patch is an object. */
  @Test
  default void objectsAreMerged() {
    Map<List<String>, String> results = new LinkedHashMap<>();
    results.put(List.of("{'a':'b'}", "{'a':'c'}"), "{'a':'c'}");
    results.put(List.of("{'a':'b'}", "{'b':'c'}"), "{'a':'b','b':'c'}");
    results.put(List.of("{'a':'b'}", "{'a':null}"), "{}");
    results.put(List.of("{'a':'b','b':'c'}", "{'a':null}"), "{'b':'c'}");
    results.put(List.of("{'a':['b']}", "{'a':'c'}"), "{'a':'c'}");
    results.put(List.of("{'a':'c'}", "{'a':['b']}"), "{'a':['b']}");
    results.put(List.of("{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}"), "{'a':{'b':'d'}}");
    results.put(List.of("{'a':[{'b':'c'}]}", "{'a':[1]}"), "{'a':[1]}");
    results.put(List.of("{'e':null}", "{'a':1}"), "{'e':null,'a':1}");
    results.put(List.of("[1,2]", "{'a':'b','c':null}"), "{'a':'b'}");
    results.put(List.of("{}", "{'a':{'bb':{'ccc':null}}}"), "{'a':{'bb':{}}}");
    results.put(List.of("7", "{'a':[null]}"), "{'a':[null]}");
    results.put(List.of("{'a':1}", "{'q\\\"\\\\ $':{'.':2}}"), "{'a':1,'q\\\"\\\\ $':{'.':2}}");
    results.forEach(
        (asked, result) -> {
          String before = asked.get(0).replace('\'', '"');
          EncodedValue patch = json(asked.get(1).replace('\'', '"'));
          String after = result.replace('\'', '"');
          TestClient client = cart(before);
          client.changed(of(merge("cart", patch)));
          assertThat(value(client)).as("%s", asked).isEqualTo(after);
          TestClient inner = cart("{\"x\":[" + before + "]}");
          inner.changed(of(merge("cart.x[0]", patch)));
          assertThat(value(inner)).as("%s", asked).isEqualTo("{\"x\":[" + after + "]}");
        });
  }

  @Test
  default void whereNothingIsAMergeBeginsAnew() {
    EncodedValue patch = json("{\"a\":null,\"b\":{\"c\":null,\"d\":1}}");
    assertBecomes(merge("cart.new", patch), CART.replace("7}", "7,\"new\":{\"b\":{\"d\":1}}}"));
    TestClient client = logIn("ada");
    client.changed(of(merge("cart", patch)));
    assertThat(value(client)).isEqualTo("{\"b\":{\"d\":1}}");
    TestClient text = Sample.of("ada").with("cart", "a text").in(store());
    text.changed(of(merge("cart", patch)));
    assertThat(value(text)).isEqualTo("{\"b\":{\"d\":1}}");
  }

  @Test
  default void whatIsNotWhatAChangeNeedsFailsItAndNothingIsWritten() {
    EncodedValue one = json("1");
    for (MemberChange change :
        List.of(
            set("cart.no.deeper", one),
            set("cart.items[2]", one),
            set("cart.items[2].qty", one),
            set("cart.items.x", one),
            set("cart.total.x", one),
            set("cart[0]", one),
            set("other.x", one),
            set("name.x", one),
            increment("cart", 1),
            increment("cart.no", 1),
            increment("cart.items", 1),
            increment("cart.items[0].sku", 1),
            increment("other", 1),
            increment("name", 1),
            append("cart", one),
            append("cart.total", one),
            append("cart.no", one),
            append("cart.items[0].sku", one),
            append("other", one),
            append("name", one),
            merge("cart.no.deeper", json("{}")),
            merge("cart.items[2]", json("{}")),
            merge("cart.items.x", json("{}")),
            merge("name.x", json("{}")))) {
      assertDoesNotFit(CART, change);
    }
    assertDoesNotFit("{\"n\":1.5}", increment("cart.n", 1));
    assertDoesNotFit("{\"n\":1.0}", increment("cart.n", 1));
    assertDoesNotFit("{\"n\":\"1\"}", increment("cart.n", 1));
    assertDoesNotFit("null", set("cart.x", one));
  }

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
    TestClient client = cart(CART);
    client.changed(
        of(
            increment("cart.total", 1),
            set("cart.items[0].qty", json("5")),
            increment("cart.items[1].qty", 1)));
    assertThat(value(client))
        .isEqualTo(
            CART.replace("7", "8")
                .replace("\"qty\":1", "\"qty\":5")
                .replace("\"qty\":2", "\"qty\":3"));

    client.changed(
        of(
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
    TestClient client = cart(CART);
    SessionRecord seen = client.record();
    Optional<SessionRecord> now = client.change(of(set("cart.total", json("8"))));
    assertThat(client.read()).isEqualTo(now);
    assertThat(now.map(SessionRecord::version)).contains(1L);

    Optional<SessionRecord> later = client.change(seen, of(increment("cart.total", 1)));
    assertThat(client.read()).isEqualTo(later);
    assertThat(value(client)).isEqualTo(CART.replace("7", "9"));
  }

  @Test
  default void whatWasReadLongAgoIsJudgedAsItIsNow() {
    TestClient client = cart("{}");
    SessionRecord seen = client.record();
    client.changed(SessionDelta.of(Map.of("cart", new Put(json(CART)))));
    assertThat(client.change(seen, of(increment("cart.total", 1)))).isPresent();
    assertThat(value(client)).isEqualTo(CART.replace("7", "8"));

    SessionRecord full = client.record();
    client.changed(SessionDelta.of(Map.of("cart", new Remove())));
    assertThat(Await.failure(store().change(full, of(increment("cart.total", 1)))))
        .isInstanceOf(MemberMismatch.class);
    assertThat(client.record().attributes()).isEmpty();
  }

  @Test
  default void aNestedChangeOfNoSessionMakesNone() {
    TestClient client = TestClient.of(store(), Sample.of("ada").draft(store()));
    assertThat(client.change(of(merge("cart", json("{\"a\":1}"))))).isEmpty();
    assertThat(client.change(of(set("cart.total", json("1"))))).isEmpty();
    assertThat(client.read()).isEmpty();
  }

  /** Names are data: none is a wildcard, a filter, or the end of a path. */
  @Test
  default void namesThatAreHardToStoreArePlaces() {
    for (String name : DifficultTexts.NAMES) {
      MemberPath path = new MemberPath("cart", List.of(new MemberPath.Name(name)));
      TestClient client = cart("{\"a\":1,\"b\":{\"a\":1}}");
      client.changed(of(new SetTo(path, json("1"))));
      client.changed(of(new Increment(path, 1)));
      Map<String, String> expected = new LinkedHashMap<>(Map.of("a", "1", "b", "{\"a\":1}"));
      expected.put(name, "2");
      assertThat(client.record().attributes().get("cart"))
          .as(name)
          .isEqualTo(client.changed(of(new Increment(path, 0))).attributes().get("cart"));
      assertThat(value(client)).as(name).hasSize(object(expected).length()).endsWith(":2}");
      client.changed(of(new Removal(path)));
      assertThat(value(client)).as(name).isEqualTo("{\"a\":1,\"b\":{\"a\":1}}");

      TestClient outer = logIn("ada");
      outer.changed(of(new Merge(MemberPath.of(name), json("{\"n\":1}"))));
      outer.changed(of(new Increment(new MemberPath(name, List.of(new MemberPath.Name("n"))), 1)));
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
      TestClient client = cart("{\"hard\":" + hard + ",\"n\":1}");
      client.changed(of(increment("cart.n", 1)));
      assertThat(value(client)).isEqualTo("{\"hard\":" + hard + ",\"n\":2}");
      client.changed(of(set("cart.n", json(hard))));
      assertThat(value(client)).isEqualTo("{\"hard\":" + hard + ",\"n\":" + hard + "}");
    }
    for (String hard : DifficultTexts.TEXTS) {
      TestClient client = cart("{\"n\":[]}");
      client.changed(of(append("cart.n", text(hard)), set("cart.m", text(hard))));
      String spelled = text(hard).asJson();
      assertThat(value(client)).isEqualTo("{\"n\":[" + spelled + "],\"m\":" + spelled + "}");
    }
  }

  @Test
  default void aNestedChangeUpToTheLastByteIsTakenAndOneMoreIsNot() {
    int room = subject().limits().sessionBytes() - "cart".length() - "{\"a\":\"\"}".length();
    TestClient client = cart("{\"a\":\"\"}");
    SessionRecord before = client.record();
    for (MemberChange change :
        List.of(
            set("cart.a", text("x".repeat(room + 1))),
            merge("cart", json("{\"a\":\"" + "x".repeat(room + 1) + "\"}")))) {
      assertThat(Await.failure(store().change(client.id(), of(change))))
          .isInstanceOf(SessionTooLarge.class);
      assertThat(Await.failure(store().change(before, of(change))))
          .isInstanceOf(SessionTooLarge.class);
      assertThat(client.record()).isEqualTo(before);
    }
    assertThat(client.change(of(set("cart.a", text("x".repeat(room)))))).isPresent();
    SessionRecord full = client.record();
    assertThat(Await.failure(store().change(client.id(), of(set("cart.b", json("1"))))))
        .isInstanceOf(SessionTooLarge.class);
    assertThat(client.record()).isEqualTo(full);
    assertThat(client.change(of(remove("cart.a")))).isPresent();
  }

  @Test
  default void changesOfDifferentMembersAtOnceAllSurvive() {
    String zeros =
        IntStream.range(0, THREADS)
            .mapToObj(number -> "{\"n\":0,\"at\":\"\"}")
            .collect(Collectors.joining(",", "{\"all\":[", "]}"));
    TestClient client = cart(zeros);
    int rounds = Math.max(1, Rounds.of(10_000) / THREADS);
    Concurrently.many(THREADS, number -> countsUp(rounds, client, "cart.all[" + number + "]"));

    assertThat(value(client))
        .isEqualTo(
            zeros.replace("\"n\":0", "\"n\":" + rounds).replace("\"\"", "\"" + rounds + "\""));
    assertThat(client.record().version()).isEqualTo((long) rounds * THREADS);
  }

  private static int countsUp(int rounds, TestClient client, String path) {
    for (int round = 1; round <= rounds; round++) {
      untilTaken(client, of(increment(path + ".n", 1), set(path + ".at", text("" + round))));
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

  private TestClient cart(String json) {
    return Sample.of("ada").with(Map.of("cart", json(json))).in(store());
  }

  private void assertBecomes(MemberChange change, String after) {
    TestClient client = cart(CART);
    client.changed(of(change));
    assertThat(value(client)).as("%s", change).isEqualTo(after);
  }

  private void assertDoesNotFit(String cart, MemberChange change) {
    TestClient client =
        Sample.of("ada").with("name", "Ada").with(Map.of("cart", json(cart))).in(store());
    SessionRecord before = client.record();
    assertThat(Await.failure(store().change(client.id(), of(change))))
        .as("%s", change)
        .isInstanceOf(MemberMismatch.class)
        .hasMessageContaining(" at " + change.path() + "; nothing was written");
    assertThat(Await.failure(store().change(before, of(change))))
        .as("%s", change)
        .isInstanceOf(MemberMismatch.class);
    assertThat(client.record()).as("%s", change).isEqualTo(before);
  }

  private static String value(TestClient client) {
    return client.text("cart").orElseThrow();
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> text(member.getKey()).asJson() + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Changes of members, each attribute's in their order. */
  private static SessionDelta of(MemberChange... changes) {
    Map<String, List<MemberChange>> all = new LinkedHashMap<>();
    for (MemberChange change : changes) {
      all.computeIfAbsent(change.path().attribute(), none -> new ArrayList<>()).add(change);
    }
    Map<String, Change> nested = new LinkedHashMap<>();
    all.forEach((name, members) -> nested.put(name, new Nested(members)));
    return SessionDelta.of(nested);
  }

  private static MemberChange set(String path, EncodedValue value) {
    return new SetTo(MemberPath.parse(path), value);
  }

  private static MemberChange remove(String path) {
    return new Removal(MemberPath.parse(path));
  }

  private static MemberChange increment(String path, long by) {
    return new Increment(MemberPath.parse(path), by);
  }

  private static MemberChange append(String path, EncodedValue value) {
    return new Append(MemberPath.parse(path), value);
  }

  private static MemberChange merge(String path, EncodedValue patch) {
    return new Merge(MemberPath.parse(path), patch);
  }

  private static EncodedValue text(String text) {
    return EncodedValue.text(text);
  }

  private static EncodedValue json(String json) {
    return EncodedValue.json(json);
  }
}
