package dev.sojourn.internal;

import dev.sojourn.EncodedValue;
import dev.sojourn.MemberChange;
import dev.sojourn.MemberChange.Append;
import dev.sojourn.MemberChange.Increment;
import dev.sojourn.MemberChange.Merge;
import dev.sojourn.MemberChange.Removal;
import dev.sojourn.MemberChange.SetTo;
import dev.sojourn.MemberMismatch;
import dev.sojourn.MemberPath;
import dev.sojourn.MemberPath.Index;
import dev.sojourn.MemberPath.Name;
import dev.sojourn.MemberPath.Step;
import dev.sojourn.UnreadableSession;
import dev.sojourn.internal.JsonText.Elements;
import dev.sojourn.internal.JsonText.Members;
import dev.sojourn.internal.JsonText.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Applies a change of a member to an attribute's value, where the server cannot do it. */
public final class MemberEditor {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)");

  private final MemberChange change;
  private final MemberPath path;

  private MemberEditor(MemberChange change) {
    this.change = change;
    this.path = change.path();
  }

  /**
   * The value after the changes, applied in order; empty means no attribute.
   *
   * @throws MemberMismatch when a change does not fit the value
   * @throws UnreadableSession when the value is not JSON
   */
  public static Optional<EncodedValue> changed(
      List<MemberChange> changes, Optional<EncodedValue> before) {
    Optional<JsonText> value = before.map(old -> parsed(changes.get(0).path(), old));
    for (MemberChange change : changes) {
      value = new MemberEditor(change).at(value, change.path().steps());
    }
    return value.map(JsonText::encoded);
  }

  private static JsonText parsed(MemberPath path, EncodedValue value) {
    try {
      return JsonText.of(value);
    } catch (RuntimeException e) {
      throw new UnreadableSession("attribute '" + path.attribute() + "' is not JSON", e);
    }
  }

  private Optional<JsonText> at(Optional<JsonText> value, List<Step> steps) {
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

  private JsonText member(Members members, String name, List<Step> rest) {
    Map<String, JsonText> all = new LinkedHashMap<>(members.all());
    at(Optional.ofNullable(all.get(name)), rest)
        .ifPresentOrElse(value -> all.put(name, value), () -> all.remove(name));
    return new Members(all);
  }

  private JsonText element(Elements elements, int index, List<Step> rest) {
    List<JsonText> all = new ArrayList<>(elements.all());
    at(Optional.of(all.get(index)), rest)
        .ifPresentOrElse(value -> all.set(index, value), () -> all.remove(index));
    return new Elements(all);
  }

  private Optional<JsonText> result(Optional<JsonText> before) {
    if (change instanceof SetTo set) {
      return Optional.of(JsonText.of(set.value()));
    }
    if (change instanceof Increment increment) {
      return Optional.of(increased(before, increment.by()));
    }
    if (change instanceof Append append) {
      return Optional.of(appended(before, JsonText.of(append.value())));
    }
    return change instanceof Merge merge
        ? Optional.of(before.orElse(Members.NONE).merged(JsonText.of(merge.patch())))
        : Optional.empty();
  }

  private JsonText increased(Optional<JsonText> before, long by) {
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

  private JsonText appended(Optional<JsonText> before, JsonText value) {
    if (before.orElse(null) instanceof Elements elements) {
      List<JsonText> all = new ArrayList<>(elements.all());
      all.add(value);
      return new Elements(all);
    }
    throw mismatch("array");
  }

  private MemberMismatch mismatch(String needed) {
    return new MemberMismatch(path, needed);
  }
}
