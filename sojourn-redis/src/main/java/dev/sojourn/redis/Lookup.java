package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.Stored;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Reply;
import dev.sojourn.redis.wire.Wire;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sessions in whatever layout they lie: the configured one is asked first, a {@code
 * WRONGTYPE} answer sends the question to the next.
 */
final class Lookup {

  private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);

  private final Wire wire;
  private final List<Layout<?>> layouts;

  /** Layouts in the order in which they are asked. */
  Lookup(Wire wire, List<Layout<?>> layouts) {
    this.wire = wire;
    this.layouts = layouts;
  }

  /** What lies under the key. */
  CompletionStage<Found> find(SessionId id, String key) {
    return inItsLayout(
        layout -> read(id, key, layout), () -> unreadable(id, "a key of another type"));
  }

  /** What a reply means that came beside a script. */
  <T> Found found(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (!reply.present()) {
      return new Found.Absent();
    }
    Stored stored = layout.decode(id, reply.value());
    if (stored instanceof Stored.Decoded decoded) {
      return new Found.There(decoded.record(), key, layout, reply.left());
    }
    return stored instanceof Stored.Unreadable unreadable
        ? unreadable(id, unreadable.why())
        : new Found.Absent();
  }

  /** Tries an operation in each layout until one does not answer {@code WRONGTYPE}. */
  <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType) {
    return inItsLayout(operation, ofAnotherType, 0);
  }

  private <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType, int index) {
    if (index == layouts.size()) {
      return completedStage(ofAnotherType.get());
    }
    return operation
        .apply(layouts.get(index))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? inItsLayout(operation, ofAnotherType, index + 1)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private <T> CompletionStage<Found> read(SessionId id, String key, Layout<T> layout) {
    return wire.read(layout.query(), key).thenApply(reply -> found(id, key, layout, reply));
  }

  private static Found unreadable(SessionId id, String why) {
    LOG.warn("session {} cannot be read and is refused: {}", id, why);
    return new Found.Unreadable();
  }
}
