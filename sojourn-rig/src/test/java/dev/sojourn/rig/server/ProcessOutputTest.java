package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessOutputTest {

  private final Process process;

  ProcessOutputTest() throws IOException {
    process = new ProcessBuilder("sh", "-c", "echo one; read line; echo got $line; exit 3").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void linesComeInTheirOrder() throws IOException {
    ProcessOutput output = ProcessOutput.of(process);
    assertThat(output.next()).isEqualTo("one");
    process.outputWriter().append("two\n").flush();
    assertThat(output.next()).isEqualTo("got two");
  }

  @Test
  void aSilentProcessFailsTheTestInTime() {
    ProcessOutput output = ProcessOutput.of(process);
    output.next();
    assertThatThrownBy(() -> output.next(Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("printed nothing for PT0.02S");
  }

  @Test
  void aProcessThatEndedFailsTheTestWithItsStatus() throws IOException {
    ProcessOutput output = ProcessOutput.of(process);
    process.outputWriter().append("two\n").close();
    output.next();
    output.next();
    assertThatThrownBy(output::next)
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("ended with status 3 and printed no more");
  }
}
