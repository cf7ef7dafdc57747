package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Extracts the names of the commands, in capitals, from a client's stream that arrives in chunks of
 * any size; skips arguments. Not thread-safe.
 */
final class CommandNames {

  private final Consumer<String> onCommand;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private int wordsLeft;
  private int bytesLeft;
  private boolean nameIsNext;

  CommandNames(Consumer<String> onCommand) {
    this.onCommand = onCommand;
  }

  void read(byte[] chunk, int length) {
    for (int at = 0; at < length; ) {
      at = bytesLeft > 0 ? word(chunk, at, length) : line(chunk, at, length);
    }
  }

  private int word(byte[] chunk, int at, int length) {
    int taken = Math.min(bytesLeft, length - at);
    if (nameIsNext) {
      part.write(chunk, at, taken);
    }
    bytesLeft -= taken;
    if (bytesLeft == 0) {
      wordsLeft--;
      if (nameIsNext) {
        nameIsNext = false;
        onCommand.accept(text());
      }
    }
    return at + taken;
  }

  private int line(byte[] chunk, int from, int length) {
    int at = from;
    while (at < length) {
      byte next = chunk[at++];
      if (next == '\n') {
        parse(text());
        return at;
      }
      part.write(next);
    }
    return at;
  }

  /** The number of words, the length of the next one, or a whole inline command. */
  private void parse(String line) {
    if (line.startsWith("*")) {
      wordsLeft = Integer.parseInt(line.substring(1));
      nameIsNext = wordsLeft > 0;
    } else if (wordsLeft > 0) {
      bytesLeft = Integer.parseInt(line.substring(1)) + "\r\n".length();
    } else if (!line.isEmpty()) {
      onCommand.accept(line.split(" ", 2)[0]);
    }
  }

  private String text() {
    String text = part.toString(ISO_8859_1).strip().toUpperCase(Locale.ROOT);
    part.reset();
    return text;
  }
}
