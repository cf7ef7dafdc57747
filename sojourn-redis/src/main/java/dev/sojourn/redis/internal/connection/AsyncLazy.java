package dev.sojourn.redis.internal.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is opened on first use, and again if that failed. Thread-safe. */
final class AsyncLazy<T> {

  private final Supplier<? extends CompletionStage<? extends T>> opening;
  private @Nullable CompletableFuture<T> opened;

  AsyncLazy(Supplier<? extends CompletionStage<? extends T>> opening) {
    this.opening = opening;
  }

  synchronized CompletionStage<T> get() {
    if (opened == null || opened.isCompletedExceptionally()) {
      opened = open();
    }
    return opened;
  }

  private CompletableFuture<T> open() {
    try {
      return opening.get().<T>thenApply(it -> it).toCompletableFuture();
    } catch (RuntimeException e) { // Lettuce refuses while it is shut down
      return CompletableFuture.failedFuture(e);
    }
  }
}
