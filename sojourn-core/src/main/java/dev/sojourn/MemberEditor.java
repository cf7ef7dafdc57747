package dev.sojourn;

import dev.sojourn.Json.Elements;
import dev.sojourn.Json.Members;
import dev.sojourn.Json.Scalar;
import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberPath.Index;
import dev.sojourn.MemberPath.Name;
import dev.sojourn.MemberPath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes one change of a member in an attribute's value, where the store cannot do it itself. */
final class MemberEditor {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)");

  private final MemberChange change;
  private final MemberPath path;

  private MemberEditor(MemberChange change) {
    this.change = change;
    this.path = change.path();
  }

  /**
   * The value after the changes, one after the other; empty is no attribute.
   *
   * @throws MemberMismatch when a member is not what its change needs
   * @throws UnreadableSession when the value is no JSON
   */
  static Optional<EncodedValue> changed(List<MemberChange> changes, Optional<EncodedValue> before) {
    Optional<Json> value = before.map(old -> taken(changes.get(0).path(), old));
    for (MemberChange change : changes) {
      value = new MemberEditor(change).at(value, change.path().steps());
    }
    return value.map(Json::encoded);
  }

  private static Json taken(MemberPath path, EncodedValue value) {
    try {
      return Json.of(value);
    } catch (RuntimeException e) {
      throw new UnreadableSession("attribute '" + path.attribute() + "' is no JSON", e);
    }
  }

  private Optional<Json> at(Optional<Json> value, List<Step> steps) {
    if (steps.isEmpty()) {
      return result(value);
    }
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (step instanceof Name name && value.orElse(null) instanceof Members members) {
      return Optional.of(member(members, name.name(), rest));
    }
    if (step instanceof Index index
        && value.orElse(null) instanceof Elements elements
        && index.index() < elements.all().size()) {
      return Optional.of(element(elements, index.index(), rest));
    }
    if (change instanceof Removal) {
      return value;
    }
    throw mismatch(rest.isEmpty() ? "place" : "object or array on the way");
  }

  private Json member(Members members, String name, List<Step> rest) {
    Map<String, Json> all = new LinkedHashMap<>(members.all());
    at(Optional.ofNullable(all.get(name)), rest)
        .ifPresentOrElse(value -> all.put(name, value), () -> all.remove(name));
    return new Members(all);
  }

  private Json element(Elements elements, int index, List<Step> rest) {
    List<Json> all = new ArrayList<>(elements.all());
    at(Optional.of(all.get(index)), rest)
        .ifPresentOrElse(value -> all.set(index, value), () -> all.remove(index));
    return new Elements(all);
  }

  private Optional<Json> result(Optional<Json> before) {
    if (change instanceof SetTo set) {
      return Optional.of(Json.of(set.value()));
    }
    if (change instanceof Increment increment) {
      return Optional.of(increased(before, increment.by()));
    }
    if (change instanceof Append append) {
      return Optional.of(appended(before, Json.of(append.value())));
    }
    return change instanceof Merge merge
        ? Optional.of(before.orElse(Members.NONE).merged(Json.of(merge.patch())))
        : Optional.empty();
  }

  private Json increased(Optional<Json> before, long by) {
    if (before.orElse(null) instanceof Scalar scalar
        && WHOLE_NUMBER.matcher(scalar.text()).matches()) {
      try {
        return new Scalar(Long.toString(Math.addExact(Long.parseLong(scalar.text()), by)));
      } catch (ArithmeticException | NumberFormatException e) {
        throw mismatch("number of 64 bits");
      }
    }
    throw mismatch("whole number");
  }

  private Json appended(Optional<Json> before, Json value) {
    if (before.orElse(null) instanceof Elements elements) {
      List<Json> all = new ArrayList<>(elements.all());
      all.add(value);
      return new Elements(all);
    }
    throw mismatch("array");
  }

  private MemberMismatch mismatch(String needed) {
    return new MemberMismatch(path, needed);
  }
}
