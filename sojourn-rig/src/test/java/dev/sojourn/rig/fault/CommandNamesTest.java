package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandNamesTest {

  /** The last argument of the third command looks like a command. */
  private static final byte[] STREAM =
      """
      *2
      $5
      HELLO
      $1
      3
      PING
      *3
      $3
      set
      $1
      k
      $19
      *1
      $9
      SUBSCRIBE

      *1
      $4
      QUIT
      """
          .replace("\n", "\r\n")
          .getBytes(UTF_8);

  @Test
  void whatStandsInAnArgumentIsNoCommand() {
    assertThat(names(STREAM.length)).containsExactly("HELLO", "PING", "SET", "QUIT");
  }

  @Test
  void itDoesNotMatterWhereChunksEnd() {
    for (int size = 1; size < STREAM.length; size++) {
      assertThat(names(size)).as("in chunks of %s", size).isEqualTo(names(STREAM.length));
    }
  }

  private static List<String> names(int size) {
    List<String> names = new ArrayList<>();
    CommandNames reader = new CommandNames(names::add);
    for (int at = 0; at < STREAM.length; at += size) {
      byte[] chunk = Arrays.copyOfRange(STREAM, at, Math.min(at + size, STREAM.length));
      reader.read(chunk, chunk.length);
    }
    return names;
  }
}
