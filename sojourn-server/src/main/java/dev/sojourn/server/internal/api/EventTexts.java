package dev.sojourn.server.internal.api;

import dev.sojourn.SessionId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The wire format of events: {@code text/event-stream} (WHATWG HTML, server-sent events). */
final class EventTexts {

  static final String TYPE = "text/event-stream";

  /** The beginning of a stream: every later invalidation is sent. */
  static final String LISTENING = ": listening\n\n";

  static final byte[] HEARTBEAT = bytes(": heartbeat\n\n");

  static final byte[] MISSED =
      event("missed", "Some invalidations may have been missed; clear your cache.");

  static final byte[] DROPPED =
      event("dropped", "You read too slowly; clear your cache and reconnect.");

  private EventTexts() {}

  /** A session ended or changed. */
  static byte[] invalidated(SessionId id) {
    return bytes("event: invalidated\ndata: {\"id\": \"" + id.value() + "\"}\n\n");
  }

  static byte[] joined(List<byte[]> events) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    events.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static byte[] event(String name, String detail) {
    return bytes("event: " + name + "\ndata: {\"detail\": \"" + detail + "\"}\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
