package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.layout.Layout;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs an operation in one layout after the other until it does not fail with {@code WRONGTYPE},
 * which means that it changed nothing.
 */
final class LayoutFallback {

  /** Each layout is tried twice: a migration may move a session between two tries. */
  private static final int ROUNDS = 2;

  private final List<Layout<?>> layouts;

  /** With these layouts, in this order. */
  LayoutFallback(List<Layout<?>> layouts) {
    this.layouts = layouts;
  }

  /**
   * Runs an operation.
   *
   * @param ofAnotherType the result if no layout fits
   */
  <T> CompletionStage<T> run(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType) {
    return run(operation, ofAnotherType, 0);
  }

  /** Runs an operation in {@code first} before the others. */
  <T> CompletionStage<T> run(
      Layout<?> first,
      Function<Layout<?>, CompletionStage<T>> operation,
      Supplier<T> ofAnotherType) {
    return runOr(first, operation, () -> run(operation, ofAnotherType));
  }

  private <T> CompletionStage<T> run(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType, int tries) {
    if (tries == ROUNDS * layouts.size()) {
      return completedStage(ofAnotherType.get());
    }
    return runOr(
        layouts.get(tries % layouts.size()),
        operation,
        () -> run(operation, ofAnotherType, tries + 1));
  }

  private static <T> CompletionStage<T> runOr(
      Layout<?> layout,
      Function<Layout<?>, CompletionStage<T>> operation,
      Supplier<CompletionStage<T>> ifWrongType) {
    return operation
        .apply(layout)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? ifWrongType.get()
                    : failedStage(RedisErrors.unwrapped(failure)));
  }
}
