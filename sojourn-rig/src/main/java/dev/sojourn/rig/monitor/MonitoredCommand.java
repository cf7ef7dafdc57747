package dev.sojourn.rig.monitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command that a server executed, as reported by {@code MONITOR}.
 *
 * @param client the client's address, {@code 127.0.0.1:50000}, or {@code lua} for a script
 * @param raw the command and its arguments, one character up to U+00FF per byte; the server redacts
 *     those of {@code AUTH}
 */
public record MonitoredCommand(String client, List<String> raw) {

  /** Copies the list. */
  public MonitoredCommand {
    raw = List.copyOf(raw);
  }

  /** The command and its arguments, decoded as UTF-8. */
  public List<String> words() {
    return raw.stream()
        .map(word -> new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .toList();
  }

  /** The command in capitals: {@code HGETALL}. */
  public String name() {
    return raw.get(0).toUpperCase(Locale.ROOT);
  }

  /** Whether a script called it, not a client. */
  public boolean isFromScript() {
    return client.equals("lua");
  }

  /** Parses {@code 1700000000.123456 [0 127.0.0.1:50000] "GET" "session:a"}. */
  static MonitoredCommand parse(String line) {
    int open = line.indexOf(" [");
    int close = line.indexOf("] ", open);
    String[] databaseAndClient = line.substring(open + 2, close).split(" ", 2);
    return new MonitoredCommand(databaseAndClient[1], words(line.substring(close + 2)));
  }

  /** Quoted words separated by spaces; anything but printable ASCII is escaped. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int at = 1; at < text.length(); at++) {
      char next = text.charAt(at);
      if (next == '\\') {
        at = unescape(text, at + 1, word);
      } else if (next == '"') {
        words.add(word.toString(StandardCharsets.ISO_8859_1));
        word.reset();
        // Skip the space and the next opening quote.
        at += 2;
      } else {
        word.write(next);
      }
    }
    return words;
  }

  /** Returns where the escape ends. */
  private static int unescape(String text, int at, ByteArrayOutputStream word) {
    if (text.charAt(at) == 'x') {
      word.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
      return at + 2;
    }
    word.write(
        switch (text.charAt(at)) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'a' -> 7;
          case 'b' -> '\b';
          default -> text.charAt(at);
        });
    return at;
  }
}
