package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MonitoredCommandTest {

  @Test
  void aLineHasAClientAndWords() {
    MonitoredCommand command =
        MonitoredCommand.parse("1700000000.123456 [0 127.0.0.1:50000] \"hGetAll\" \"session:a\"");
    assertThat(command.client()).isEqualTo("127.0.0.1:50000");
    assertThat(command.words()).containsExactly("hGetAll", "session:a");
    assertThat(command.name()).isEqualTo("HGETALL");
    assertThat(command.isFromScript()).isFalse();
  }

  @Test
  void quotesBackslashesAndBytesAreUnescaped() {
    MonitoredCommand command =
        MonitoredCommand.parse(
            "1.0 [0 lua] \"SET\" \"\" \"\\\"a\\\\ ] [\\r\\n\\t\\a\\b\" \"\\xc3\\xa4\\x00\"");
    assertThat(command.words())
        .containsExactly("SET", "", "\"a\\ ] [\r\n\t\u0007\b", "\u00e4\u0000");
    assertThat(command.raw()).endsWith("\u00c3\u00a4\u0000");
    assertThat(command.isFromScript()).isTrue();
  }
}
