package dev.sojourn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for the results of a store. */
public final class Await {

  private static final Duration TIMEOUT = Debugging.orLonger(Duration.ofSeconds(30));

  private static final Duration JOB_TIMEOUT = Debugging.orLonger(Duration.ofMinutes(2));

  private Await() {}

  /** The result of a stage; throws what the stage failed with. */
  public static <T> T of(CompletionStage<T> stage) {
    return of(stage, TIMEOUT);
  }

  /** The result of a job, with a longer timeout. */
  public static <T> T ofJob(CompletionStage<T> stage) {
    return of(stage, JOB_TIMEOUT);
  }

  private static <T> T of(CompletionStage<T> stage, Duration limit) {
    try {
      return stage.toCompletableFuture().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The results of all stages, in order. */
  public static <T> List<T> all(Collection<? extends CompletionStage<T>> stages) {
    return stages.stream().map(Await::<T>of).toList();
  }

  /** The result, which must be of that type. */
  public static <T> T as(Class<T> type, CompletionStage<? super T> stage) {
    Object result = of(stage);
    assertThat(result).isInstanceOf(type);
    return type.cast(result);
  }

  /** What the stage failed with. */
  public static Throwable failure(CompletionStage<?> stage) {
    try {
      return fail("should have failed, but returned %s", of(stage));
    } catch (RuntimeException e) {
      return e;
    }
  }
}
