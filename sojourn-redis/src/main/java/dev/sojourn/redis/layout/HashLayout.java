package dev.sojourn.redis.layout;

import dev.sojourn.EncodedValue;
import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Change;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.wire.Query;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as a hash: a field for each member of its {@link Head} and for each attribute, so
 * parallel requests keep each other's changes.
 *
 * <pre>
 * HGETALL session:&lt;id&gt;
 *   user_id "1"  created_at "1764007200123"  …  role "admin"  cart "={\"items\":[1,2]}"  visits "=3"
 * </pre>
 *
 * <p>A text is stored as it is, any other value as JSON after {@code =}. A text that begins with
 * {@code =} or a control character gets one more {@code =}, which no JSON begins with. An attribute
 * that is named like a member of the head, or begins with {@code @}, gets an {@code @} before its
 * name.
 */
public final class HashLayout implements Layout<Map<String, byte[]>> {

  private static final char ESCAPE = '@';

  private final LayoutScripts scripts = LayoutScripts.on("hash");

  @Override
  public Query<Map<String, byte[]>> query() {
    return Query.HASH;
  }

  @Override
  public LayoutScripts scripts() {
    return scripts;
  }

  @Override
  public Stored decode(SessionId id, @Nullable Map<String, byte[]> reply) {
    if (reply == null || reply.isEmpty()) {
      return new Stored.Absent();
    }
    Map<String, String> members = new HashMap<>();
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> field : reply.entrySet()) {
        String text = Utf8.decode(field.getValue());
        if (Head.NAMES.contains(field.getKey())) {
          members.put(field.getKey(), text);
        } else {
          attributes.put(attributeName(field.getKey()), Marks.value(text));
        }
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return new Stored.Unreadable("a damaged attribute");
    }
    return Head.decode(id, members, attributes);
  }

  @Override
  public String headText(String text) {
    return text;
  }

  @Override
  public List<String> record(SessionRecord record) {
    List<String> fields = new ArrayList<>(List.of("created_at", "", "last_access", ""));
    Head.members(record)
        .forEach(
            (name, text) -> {
              fields.add(name);
              fields.add(text);
            });
    record
        .attributes()
        .forEach(
            (name, value) -> {
              fields.add(fieldName(name));
              fields.add(Marks.text(value));
            });
    return fields;
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return delta.hasEdits();
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, Limits limits) {
    List<String> args = new ArrayList<>();
    args.add(Integer.toString(limits.sessionBytes()));
    args.add(Integer.toString(limits.attributes()));
    delta.attributes().forEach((name, change) -> add(args, name, change, seen));
    return args;
  }

  private static void add(
      List<String> args, String name, Change change, Optional<SessionRecord> seen) {
    Optional<EncodedValue> before = seen.map(record -> record.attributes().get(name));
    String field = fieldName(name);
    if (SessionDelta.dependsOnOld(change)) {
      args.addAll(
          before
              .map(value -> List.of(field, "was", Marks.text(value)))
              .orElse(List.of(field, "absent", "")));
    }
    args.addAll(
        SessionDelta.result(change, before)
            .map(value -> List.of(field, "put", Marks.text(value)))
            .orElse(List.of(field, "remove", "")));
  }

  private static String fieldName(String attribute) {
    boolean taken = Head.NAMES.contains(attribute) || attribute.charAt(0) == ESCAPE;
    return taken ? ESCAPE + attribute : attribute;
  }

  private static String attributeName(String field) {
    return !field.isEmpty() && field.charAt(0) == ESCAPE ? field.substring(1) : field;
  }
}
