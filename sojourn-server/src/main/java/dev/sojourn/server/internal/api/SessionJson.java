package dev.sojourn.server.internal.api;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.EncodedValue.Kind;
import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionToken;
import dev.sojourn.UnreadableSession;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** The JSON of sessions. Attribute values are written as stored, without decoding. */
final class SessionJson {

  private SessionJson() {}

  /** {@code {"token": …, "session": …}}, the only form that contains a token. */
  static void issued(JsonGenerator out, Issued issued) {
    issued(out, issued.token(), issued.session());
  }

  static void issued(JsonGenerator out, SessionToken token, Session session) {
    out.writeStartObject();
    out.writeStringProperty("token", token.reveal());
    out.writeName("session");
    session(out, session, true);
    out.writeEndObject();
  }

  /** {@code {"active": true, "session": …}}. */
  static void active(JsonGenerator out, Session session, boolean withAttributes) {
    out.writeStartObject();
    out.writeBooleanProperty("active", true);
    out.writeName("session");
    session(out, session, withAttributes);
    out.writeEndObject();
  }

  /** {@code {"active": false}}. */
  static void inactive(JsonGenerator out) {
    out.writeStartObject();
    out.writeBooleanProperty("active", false);
    out.writeEndObject();
  }

  /** {@code {"ended": n}}. */
  static void ended(JsonGenerator out, int count) {
    out.writeStartObject();
    out.writeNumberProperty("ended", count);
    out.writeEndObject();
  }

  /** {@code {"sessions": […], "total": n}}; {@code session} writes one of them. */
  static <T> void list(JsonGenerator out, SessionPage<T> page, Consumer<T> session) {
    out.writeStartObject();
    out.writeName("sessions");
    out.writeStartArray();
    page.sessions().forEach(session);
    out.writeEndArray();
    out.writeNumberProperty("total", page.total());
    out.writeEndObject();
  }

  /**
   * One session.
   *
   * @throws UnreadableSession if an attribute was not stored as JSON
   */
  static void session(JsonGenerator out, Session session, boolean withAttributes) {
    out.writeStartObject();
    members(out, session.summary());
    if (withAttributes) {
      attributes(out, session);
    }
    out.writeEndObject();
  }

  /** One session without its attributes. */
  static void summary(JsonGenerator out, Session.Summary session) {
    out.writeStartObject();
    members(out, session);
    out.writeEndObject();
  }

  private static void members(JsonGenerator out, Session.Summary session) {
    out.writeStringProperty("id", session.id().value());
    session
        .user()
        .ifPresentOrElse(
            user -> out.writeStringProperty("user", user), () -> out.writeNullProperty("user"));
    time(out, "createdAt", session.createdAt());
    time(out, "lastAccessAt", session.lastAccessAt());
    time(out, "expiresAt", session.expiresAt());
    time(out, "absoluteExpiresAt", session.absoluteExpiresAt());
    out.writeStringProperty("idleTimeout", session.timeouts().idle().toString());
    out.writeStringProperty("absoluteTimeout", session.timeouts().absolute().toString());
    device(out, session.device());
  }

  /**
   * Whether every attribute can be written: other writers may have stored something else than JSON.
   */
  static boolean isReadable(Session session) {
    return session.stored().attributes().values().stream().allMatch(SessionJson::isReadable);
  }

  private static boolean isReadable(EncodedValue value) {
    return value.kind() == Kind.TEXT || StrictJson.isOneValue(value.text());
  }

  private static void time(JsonGenerator out, String name, Instant time) {
    out.writeStringProperty(name, Rfc3339.text(time));
  }

  private static void device(JsonGenerator out, Device device) {
    out.writeName("device");
    out.writeStartObject();
    device.label().ifPresent(label -> out.writeStringProperty("label", label));
    device.address().ifPresent(address -> out.writeStringProperty("address", address));
    out.writeEndObject();
  }

  private static void attributes(JsonGenerator out, Session session) {
    out.writeName("attributes");
    out.writeStartObject();
    for (Map.Entry<String, EncodedValue> attribute : session.stored().attributes().entrySet()) {
      out.writeName(attribute.getKey());
      value(out, session, attribute.getValue());
    }
    out.writeEndObject();
  }

  private static void value(JsonGenerator out, Session session, EncodedValue value) {
    if (value.kind() == Kind.TEXT) {
      out.writeString(value.text());
    } else if (StrictJson.isOneValue(value.text())) {
      out.writeRawValue(value.text());
    } else {
      throw new UnreadableSession(
          "an attribute of session " + session.id() + " was not stored as JSON", null);
    }
  }
}
