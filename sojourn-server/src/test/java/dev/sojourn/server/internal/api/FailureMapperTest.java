package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.server.internal.command.CommandFailure;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FailureMapperTest {

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
  void whatNobodyThoughtOfIsTroubleToo() {
    assertThat(CommandFailure.of(new IllegalStateException("odd")))
        .isEqualTo(
            new CommandFailure(
                1, "something went wrong that should not: java.lang.IllegalStateException: odd"));
  }

  @Test
  void aSentenceHasNoUserNameNoPasswordAndOneLine() {
    CommandFailure failure =
        new CommandFailure(1, "not\n  at redis-cluster://ada:hun@ter/2@h1:1,h2:2, sorry");
    assertThat(failure.sentence()).isEqualTo("not at redis-cluster://h1:1,h2:2, sorry");
  }
}
