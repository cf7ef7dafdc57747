package dev.sojourn.testkit.contract;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Nested;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Short ways to write the nested changes of the contract, all made in the attribute {@code cart}.
 */
final class NestedChanges {

  static final String CART =
      "{\"items\":[{\"sku\":\"a\",\"qty\":1},{\"sku\":\"b\",\"qty\":2}],\"total\":7}";

  private NestedChanges() {}

  /** A session of Ada's with that JSON in its attribute {@code cart}. */
  static TestClient cart(SessionStore store, String json) {
    return Sample.of("ada").with(Map.of("cart", json(json))).in(store);
  }

  /** The attribute {@code cart} as it is stored now. */
  static String value(TestClient client) {
    return client.text("cart").orElseThrow();
  }

  /** A delta of these changes; those of one attribute keep their order. */
  static SessionDelta delta(MemberChange... changes) {
    Map<String, List<MemberChange>> all = new LinkedHashMap<>();
    for (MemberChange change : changes) {
      all.computeIfAbsent(change.path().attribute(), none -> new ArrayList<>()).add(change);
    }
    Map<String, Change> nested = new LinkedHashMap<>();
    all.forEach((name, members) -> nested.put(name, new Nested(members)));
    return SessionDelta.of(nested);
  }

  static MemberChange set(String path, EncodedValue value) {
    return new SetTo(MemberPath.parse(path), value);
  }

  static MemberChange remove(String path) {
    return new Removal(MemberPath.parse(path));
  }

  static MemberChange increment(String path, long by) {
    return new Increment(MemberPath.parse(path), by);
  }

  static MemberChange append(String path, EncodedValue value) {
    return new Append(MemberPath.parse(path), value);
  }

  static MemberChange merge(String path, EncodedValue patch) {
    return new Merge(MemberPath.parse(path), patch);
  }

  static EncodedValue text(String text) {
    return EncodedValue.text(text);
  }

  static EncodedValue json(String json) {
    return EncodedValue.json(json);
  }
}
