package dev.sojourn.redis.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.redis.internal.retry.Retry.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RetryTest {

  private final List<Duration> pauses = new ArrayList<>();
  private final List<Integer> attempts = new ArrayList<>();
  private final TaskScheduler immediate =
      delay -> {
        pauses.add(delay);
        return CompletableFuture.completedStage(null);
      };

  @Test
  void anAnswerEndsIt() {
    Retry retry = Retry.attempts(5, immediate, Backoff.NONE);

    assertThat(join(retry.run(attempt -> answerAt(3, attempt)))).isEqualTo("answer");
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void noMoreThanTheMostAttemptsAreMade() {
    Retry retry = Retry.attempts(4, immediate, Backoff.NONE);

    assertThat(join(retry.run(attempt -> answerAt(99, attempt)))).isEqualTo("none");
    assertThat(attempts).containsExactly(1, 2, 3, 4);
  }

  @Test
  void noAttemptStartsAfterTheTimeout() {
    Retry retry = Retry.within(Duration.ofMillis(50), immediate, Backoff.NONE);

    assertThat(join(retry.run(this::longerThanTheTimeout))).isEqualTo("none");
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void attemptsGoOnUntilTheTimeout() {
    Retry retry = Retry.within(Duration.ofMinutes(1), immediate, Backoff.NONE);

    assertThat(join(retry.run(attempt -> answerAt(100, attempt)))).isEqualTo("answer");
    assertThat(attempts).hasSize(100);
  }

  @Test
  void aTimeoutOfNothingIsOneAttempt() {
    Retry retry = Retry.within(Duration.ZERO, immediate, Backoff.NONE);

    assertThat(join(retry.run(attempt -> answerAt(99, attempt)))).isEqualTo("none");
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void aFailureIsPassedOnAtOnce() {
    Retry retry = Retry.attempts(5, immediate, Backoff.NONE);

    assertThatThrownBy(() -> join(retry.run(this::failing))).hasCauseInstanceOf(IOException.class);
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void whatFailsForAWhileIsRepeatedAndFailsWithItsOwnReason() {
    Retry retry = Retry.attempts(3, immediate, Backoff.NONE);
    CompletionStage<String> all =
        retry.whileFailing(IOException.class::isInstance, () -> failing(attempts.size() + 1));

    assertThatThrownBy(() -> join(all)).hasCauseInstanceOf(IOException.class);
    assertThat(attempts).containsExactly(1, 2, 3);
  }

  @Test
  void eachPauseIsWithinItsGrowingBound() {
    Backoff backoff = new Backoff(Duration.ofMillis(2), 2, Duration.ofMillis(16));
    List<Long> bounds = List.of(2L, 4L, 8L, 16L, 16L, 16L);
    for (int round = 0; round < 200; round++) {
      for (int attempt = 1; attempt <= bounds.size(); attempt++) {
        assertThat(backoff.after(attempt).toMillis()).isBetween(0L, bounds.get(attempt - 1));
      }
    }
  }

  @Test
  void pausesDiffer() {
    Backoff backoff = Backoff.constant(Duration.ofSeconds(1));

    assertThat(Stream.generate(() -> backoff.after(1)).limit(100).distinct())
        .hasSizeGreaterThan(50);
  }

  private CompletionStage<Result<String>> answerAt(int last, int attempt) {
    attempts.add(attempt);
    return CompletableFuture.completedStage(
        attempt == last ? Result.answer("answer") : Result.againOr("none"));
  }

  private CompletionStage<Result<String>> longerThanTheTimeout(int attempt) {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < Duration.ofMillis(60).toNanos()) {
      Thread.onSpinWait();
    }
    return answerAt(99, attempt);
  }

  private <T> CompletionStage<T> failing(int attempt) {
    attempts.add(attempt);
    return CompletableFuture.failedStage(new IOException("no luck"));
  }

  private static String join(CompletionStage<String> stage) {
    return stage.toCompletableFuture().join();
  }
}
