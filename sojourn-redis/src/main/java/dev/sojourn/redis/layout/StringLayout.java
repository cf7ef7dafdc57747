package dev.sojourn.redis.layout;

import dev.sojourn.Limits;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.redis.wire.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as JSON text: the members of its {@link Head} in a fixed order, then its attributes.
 * The cheapest to read; written as a whole, so a change carries the version that it was made from.
 *
 * <pre>
 * GET session:&lt;id&gt;
 *   {"secret":"…","version":0,"last_access":1764007200123,…,"attributes":{"role":"admin","visits":3}}
 * </pre>
 */
public final class StringLayout implements Layout<byte[]> {

  private final LayoutScripts scripts = LayoutScripts.on("string");

  @Override
  public Query<byte[]> query() {
    return Query.STRING;
  }

  @Override
  public LayoutScripts scripts() {
    return scripts;
  }

  @Override
  public Stored decode(SessionId id, byte @Nullable [] reply) {
    if (reply == null) {
      return new Stored.Absent();
    }
    return Document.read(reply)
        .map(document -> Head.decode(id, document.members(), document.attributes()))
        .orElseGet(Document::damaged);
  }

  /**
   * As JSON text within quotes, but with neither quote nor backslash as they are, for the scripts.
   */
  @Override
  public String headText(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public List<String> record(SessionRecord record) {
    return Document.record(Head.members(record), this::headText, record.attributes());
  }

  @Override
  public boolean needsRecord(SessionDelta delta) {
    return true;
  }

  @Override
  public List<String> update(Optional<SessionRecord> seen, SessionDelta delta, Limits limits) {
    SessionRecord before = seen.orElseThrow();
    SessionRecord after = before.changedBy(delta, limits);
    return List.of(Long.toString(before.version()), Document.rest(after.attributes()));
  }
}
