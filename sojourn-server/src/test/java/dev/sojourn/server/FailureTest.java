package dev.sojourn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.StoreUnavailable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class FailureTest {

  @Test
  void anUnavailableStoreIsTrouble() {
    assertThat(Failure.of(new StoreUnavailable("Redis is too old", new IllegalArgumentException())))
        .isEqualTo(new Failure(1, "Redis is too old"));
  }

  @Test
  void whatIsWrappedCounts() {
    Throwable wrapped = new CompletionException(new IllegalArgumentException("no URI"));
    assertThat(Failure.of(wrapped)).isEqualTo(new Failure(2, "no URI"));
  }

  @Test
  void whatNobodyThoughtOfIsTroubleToo() {
    assertThat(Failure.of(new IllegalStateException("odd")))
        .isEqualTo(
            new Failure(
                1, "something went wrong that should not: java.lang.IllegalStateException: odd"));
  }

  @Test
  void aSentenceHasNoUserNameNoPasswordAndOneLine() {
    Failure failure = new Failure(1, "not\n  at redis-cluster://ada:hun@ter/2@h1:1,h2:2, sorry");
    assertThat(failure.sentence()).isEqualTo("not at redis-cluster://h1:1,h2:2, sorry");
  }
}
