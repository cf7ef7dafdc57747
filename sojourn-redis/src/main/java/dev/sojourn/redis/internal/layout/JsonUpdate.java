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
 * What {@code update_json.lua} is told of an attribute's change, in groups of six: what is done,
 * the attribute's path, the member's path, the path of the object around it, a value, another form
 * of it.
 *
 * <p>A nested change goes down as it is, if the JSON type can make it; else the attribute is
 * rewritten, under the condition that it is what was read.
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

  /** A change of an attribute of which nothing is known. */
  void blindly(Change change) {
    if (change instanceof Nested nested) {
      alone(nested);
    } else {
      becomes(SessionDelta.result(change, Optional.empty()));
    }
  }

  /** A change of an attribute that was read, and what it would be afterwards. */
  void knowing(Change change, Optional<EncodedValue> before, Optional<EncodedValue> after) {
    if (change instanceof Nested nested && goesAlone(nested, before, after)) {
      alone(nested);
      return;
    }
    if (SessionDelta.dependsOnOld(change)) {
      args.addAll(before.map(this::was).orElse(group("absent", "", "")));
    }
    becomes(after);
  }

  private void alone(Nested nested) {
    nested.members().forEach(member -> args.addAll(group(member)));
  }

  private void becomes(Optional<EncodedValue> after) {
    args.addAll(
        after
            .map(value -> group("put", JsonLayout.written(value).asJson(), ""))
            .orElse(group("drop", "", "")));
  }

  /** Whether the JSON type can make the changes, whatever the attribute is now. */
  static boolean goesAlone(Nested nested) {
    List<MemberChange> members = nested.members();
    return members.stream().allMatch(JsonUpdate::isTaken)
        && members.stream().allMatch(one -> isApart(one, members));
  }

  /** Whether it can make them of that value, and the result lies there as JSON too. */
  private static boolean goesAlone(
      Nested nested, Optional<EncodedValue> before, Optional<EncodedValue> after) {
    return goesAlone(nested)
        && before.map(JsonUpdate::liesAsJson).orElse(true)
        && after.map(JsonUpdate::liesAsJson).orElse(true);
  }

  private static boolean liesAsJson(EncodedValue value) {
    return value.kind() == Kind.JSON && LosslessJson.keeps(value.text());
  }

  private static boolean isTaken(MemberChange change) {
    return JsonPath.isTaken(change.path())
        && (change instanceof Increment increment
            ? increment.by() > -TOO_LARGE && increment.by() < TOO_LARGE
            : LosslessJson.keeps(value(change)));
  }

  /** Whether no other change moves or makes what this one is about: all are checked before. */
  private static boolean isApart(MemberChange one, List<MemberChange> all) {
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
        what(change),
        JsonPath.of(change.path().attribute(), naming),
        JsonPath.of(change.path(), naming),
        parent,
        value(change),
        change instanceof Merge merge ? ofNothing(merge) : "");
  }

  private static String what(MemberChange change) {
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

  /** What a patch makes of nothing: {@code JSON.MERGE} would leave its {@code null}s there. */
  private static String ofNothing(Merge merge) {
    Merge alone = new Merge(MemberPath.of(merge.path().attribute()), merge.patch());
    return SessionDelta.result(new Nested(List.of(alone)), Optional.empty()).orElseThrow().text();
  }

  /** In the form in which we write it; or, if somebody else did, as plain JSON. */
  private List<String> was(EncodedValue value) {
    return group("was", JsonLayout.written(value).asJson(), value.asJson());
  }

  private List<String> group(String what, String value, String otherForm) {
    return List.of(what, path, path, "", value, otherForm);
  }
}
