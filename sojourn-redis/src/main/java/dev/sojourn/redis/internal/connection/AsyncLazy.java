package dev.sojourn.redis.internal.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is opened when it is first asked for, and again when that failed. Thread-safe. */
final class AsyncLazy<T> {

  private final Supplier<? extends CompletionStage<? extends T>> opening;
  private @Nullable CompletableFuture<T> opened;

  AsyncLazy(Supplier<? extends CompletionStage<? extends T>> opening) {
    this.opening = opening;
  }

  synchronized CompletionStage<T> get() {
    if (opened == null || opened.isCompletedExceptionally()) {
      opened = opening.get().<T>thenApply(it -> it).toCompletableFuture();
    }
    return opened;
  }
}
