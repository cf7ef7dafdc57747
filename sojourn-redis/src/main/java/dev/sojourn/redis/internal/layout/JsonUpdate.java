package dev.sojourn.redis.internal.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath;
import dev.sojourn.MemberPath.Name;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Nested;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code update_json.lua} for the change of an attribute, in groups of six:
 * operation, the attribute's path, the member's path, the path of the object around it, a value, an
 * alternative form of the value.
 *
 * <p>A nested change is sent as such where the JSON type supports it; otherwise the attribute is
 * rewritten, on the condition that it is still what was read.
 */
final class JsonUpdate {

  private static final long TOO_LARGE = 1_000_000_000_000_000L;

  private final List<String> args;
  private final Naming naming;
  private final String path;

  JsonUpdate(List<String> args, String name, Naming naming) {
    this.args = args;
    this.naming = naming;
    this.path = JsonPath.of(name, naming);
  }

  /** Adds a change of an attribute that was not read. */
  void addUnread(Change change) {
    if (change instanceof Nested nested) {
      addNested(nested);
    } else {
      addReplacement(SessionDelta.result(change, Optional.empty()));
    }
  }

  /** Adds a change of an attribute that was read, with its values before and after. */
  void add(Change change, Optional<EncodedValue> before, Optional<EncodedValue> after) {
    if (change instanceof Nested nested && isNative(nested, before, after)) {
      addNested(nested);
      return;
    }
    if (SessionDelta.dependsOnOld(change)) {
      args.addAll(before.map(this::was).orElse(group("absent", "", "")));
    }
    addReplacement(after);
  }

  private void addNested(Nested nested) {
    nested.members().forEach(member -> args.addAll(group(member)));
  }

  private void addReplacement(Optional<EncodedValue> after) {
    args.addAll(
        after
            .map(value -> group("put", JsonLayout.written(value).asJson(), ""))
            .orElse(group("drop", "", "")));
  }

  /** Whether the JSON type supports the changes, whatever the attribute is now. */
  static boolean isNative(Nested nested) {
    List<MemberChange> members = nested.members();
    return members.stream().allMatch(JsonUpdate::isSupported)
        && members.stream().allMatch(one -> isIndependent(one, members));
  }

  /** Whether it supports them on that value, and the result is stored as JSON too. */
  private static boolean isNative(
      Nested nested, Optional<EncodedValue> before, Optional<EncodedValue> after) {
    return isNative(nested)
        && before.map(JsonUpdate::isStoredAsJson).orElse(true)
        && after.map(JsonUpdate::isStoredAsJson).orElse(true);
  }

  private static boolean isStoredAsJson(EncodedValue value) {
    return value.kind() == Kind.JSON && LosslessJson.keeps(value.text());
  }

  private static boolean isSupported(MemberChange change) {
    return JsonPath.isSupported(change.path())
        && (change instanceof Increment increment
            ? increment.by() > -TOO_LARGE && increment.by() < TOO_LARGE
            : LosslessJson.keeps(value(change)));
  }

  /**
   * Whether no other change moves or creates this one's member: the script checks all of them
   * first.
   */
  private static boolean isIndependent(MemberChange one, List<MemberChange> all) {
    return all.size() == 1
        || (!(one instanceof Removal && one.path().last().orElse(null) instanceof MemberPath.Index)
            && all.stream().filter(other -> one.path().holds(other.path())).count() == 1);
  }

  private List<String> group(MemberChange change) {
    String parent =
        change.path().last().orElse(null) instanceof Name
            ? JsonPath.of(change.path().parent(), naming)
            : "";
    return List.of(
        operation(change),
        JsonPath.of(change.path().attribute(), naming),
        JsonPath.of(change.path(), naming),
        parent,
        value(change),
        change instanceof Merge merge ? appliedToNothing(merge) : "");
  }

  private static String operation(MemberChange change) {
    if (change instanceof SetTo) {
      return "set";
    }
    if (change instanceof Removal) {
      return "delete";
    }
    if (change instanceof Increment) {
      return "increment";
    }
    return change instanceof Append ? "append" : "merge";
  }

  private static String value(MemberChange change) {
    if (change instanceof SetTo set) {
      return set.value().asJson();
    }
    if (change instanceof Increment increment) {
      return Long.toString(increment.by());
    }
    if (change instanceof Append append) {
      return append.value().asJson();
    }
    return change instanceof Merge merge ? merge.patch().text() : "";
  }

  /** The result of a patch on nothing: {@code JSON.MERGE} would keep the patch's {@code null}s. */
  private static String appliedToNothing(Merge merge) {
    Merge alone = new Merge(MemberPath.of(merge.path().attribute()), merge.patch());
    return SessionDelta.result(new Nested(List.of(alone)), Optional.empty()).orElseThrow().text();
  }

  /** The condition on the old value, in the form that this layout writes, or as plain JSON. */
  private List<String> was(EncodedValue value) {
    return group("was", JsonLayout.written(value).asJson(), value.asJson());
  }

  private List<String> group(String operation, String value, String otherForm) {
    return List.of(operation, path, path, "", value, otherForm);
  }
}
