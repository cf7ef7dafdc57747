package dev.sojourn.server.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.StoreUnavailable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CommandFailureTest {

  @Test
  void anUnavailableStoreIsTrouble() {
    assertThat(
            CommandFailure.of(
                new StoreUnavailable("Redis is too old", new IllegalArgumentException())))
        .isEqualTo(new CommandFailure(1, "Redis is too old"));
  }

  @Test
  void whatIsWrappedCounts() {
    Throwable wrapped = new CompletionException(new IllegalArgumentException("no URI"));
    assertThat(CommandFailure.of(wrapped)).isEqualTo(new CommandFailure(2, "no URI"));
  }

  @Test
  void anUnexpectedExceptionIsAFailureToo() {
    assertThat(CommandFailure.of(new IllegalStateException("odd")))
        .isEqualTo(
            new CommandFailure(1, "unexpected failure: java.lang.IllegalStateException: odd"));
  }

  @Test
  void aSentenceHasNoUserNameNoPasswordAndOneLine() {
    CommandFailure failure =
        new CommandFailure(1, "not\n  at redis-cluster://ada:hun@ter/2@h1:1,h2:2, sorry");
    assertThat(failure.sentence()).isEqualTo("not at redis-cluster://h1:1,h2:2, sorry");
  }
}
