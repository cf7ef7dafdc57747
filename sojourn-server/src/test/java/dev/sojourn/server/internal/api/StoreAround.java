package dev.sojourn.server.internal.api;

import dev.sojourn.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Wraps a store: every operation goes through a function of the test. */
final class StoreAround implements UnaryOperator<SessionStore> {

  /** Intercepts an operation. */
  interface Verb {
    CompletionStage<Object> call(String name, Supplier<CompletionStage<Object>> real);
  }

  private final Verb verb;

  private StoreAround(Verb verb) {
    this.verb = verb;
  }

  static StoreAround verbs(Verb verb) {
    return new StoreAround(verb);
  }

  /** Makes every operation fail. */
  static StoreAround failing(Supplier<? extends Throwable> failure) {
    return verbs((name, real) -> CompletableFuture.failedFuture(failure.get()));
  }

  /** Makes one operation fail. */
  static StoreAround failing(String verb, Supplier<? extends Throwable> failure) {
    return verbs(
        (name, real) ->
            name.equals(verb) ? CompletableFuture.failedFuture(failure.get()) : real.get());
  }

  /** Counts every operation. */
  static StoreAround counting(AtomicInteger calls) {
    return verbs(
        (name, real) -> {
          calls.incrementAndGet();
          return real.get();
        });
  }

  /** Passes the result of every operation through a stage. */
  static StoreAround answers(Function<Object, CompletionStage<Object>> then) {
    return verbs((name, real) -> real.get().thenCompose(then));
  }

  @Override
  public SessionStore apply(SessionStore store) {
    return (SessionStore)
        Proxy.newProxyInstance(
            StoreAround.class.getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (proxy, method, arguments) -> invoke(store, method, arguments));
  }

  @SuppressWarnings("unchecked")
  private Object invoke(SessionStore store, Method method, Object[] arguments) {
    Supplier<Object> real = () -> real(store, method, arguments);
    return method.getReturnType() == CompletionStage.class
        ? verb.call(method.getName(), () -> (CompletionStage<Object>) real.get())
        : real.get();
  }

  private static Object real(SessionStore store, Method method, Object[] arguments) {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
