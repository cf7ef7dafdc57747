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

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberMismatch;
import dev.sojourn.spi.SessionRecord;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each operation on a member does, the same in every store, and what it needs. */
interface MemberOperationContract extends ContractTests {

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
    client.changed(delta(remove("name.x"), remove("nothing.x[0]")));
    assertThat(client.record().attributes()).isEqualTo(Map.of("name", text("Ada")));
  }

  @Test
  default void aNumberGrows() {
    assertBecomes(increment("cart.total", 5), CART.replace("7", "12"));
    assertBecomes(increment("cart.items[1].qty", -3), CART.replace("\"qty\":2", "\"qty\":-1"));
    TestClient client = Sample.of("ada").with(Map.of("visits", json("41"))).in(store());
    client.changed(delta(increment("visits", 1)));
    assertThat(client.record().attributes()).isEqualTo(Map.of("visits", json("42")));
  }

  @Test
  default void aNumberGrowsExactlyUpToSixtyFourBits() {
    long most = Long.MAX_VALUE;
    for (long from : List.of(0L, -1L, 999_999_999_999_998L, 999_999_999_999_999L, most - 9)) {
      for (long by : List.of(1L, 2L, -1_000_000_000_000_000L, -999_999_999_999_999L)) {
        TestClient client = cart(store(), "{\"n\":" + from + "}");
        client.changed(delta(increment("cart.n", by), increment("cart.n", 1)));
        client.changed(delta(increment("cart.n", by)));
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
    client.changed(delta(append("log", text("=x"))));
    client.changed(delta(append("log", json("[]"))));
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
          TestClient client = cart(store(), before);
          client.changed(delta(merge("cart", patch)));
          assertThat(value(client)).as("%s", asked).isEqualTo(after);
          TestClient inner = cart(store(), "{\"x\":[" + before + "]}");
          inner.changed(delta(merge("cart.x[0]", patch)));
          assertThat(value(inner)).as("%s", asked).isEqualTo("{\"x\":[" + after + "]}");
        });
  }

  @Test
  default void whereNothingIsAMergeBeginsAnew() {
    EncodedValue patch = json("{\"a\":null,\"b\":{\"c\":null,\"d\":1}}");
    assertBecomes(merge("cart.new", patch), CART.replace("7}", "7,\"new\":{\"b\":{\"d\":1}}}"));
    TestClient client = logIn("ada");
    client.changed(delta(merge("cart", patch)));
    assertThat(value(client)).isEqualTo("{\"b\":{\"d\":1}}");
    TestClient text = Sample.of("ada").with("cart", "a text").in(store());
    text.changed(delta(merge("cart", patch)));
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

  private void assertBecomes(MemberChange change, String after) {
    TestClient client = cart(store(), CART);
    client.changed(delta(change));
    assertThat(value(client)).as("%s", change).isEqualTo(after);
  }

  private void assertDoesNotFit(String cart, MemberChange change) {
    TestClient client =
        Sample.of("ada").with("name", "Ada").with(Map.of("cart", json(cart))).in(store());
    SessionRecord before = client.record();
    assertThat(Await.failure(store().change(client.id(), delta(change))))
        .as("%s", change)
        .isInstanceOf(MemberMismatch.class)
        .hasMessageContaining(" at " + change.path() + "; nothing was written");
    assertThat(Await.failure(store().change(before, delta(change))))
        .as("%s", change)
        .isInstanceOf(MemberMismatch.class);
    assertThat(client.record()).as("%s", change).isEqualTo(before);
  }
}
