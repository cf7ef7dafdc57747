package dev.sojourn.redis;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.Stored;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Reply;
import dev.sojourn.redis.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  /** How often one is fetched for a session: a hash may need some. */
  private static final int MOST_DICTIONARIES = 8;

  /** How often each layout is tried. */
  private static final int ROUNDS = 2;

  private final Wire wire;
  private final Strays strays;
  private final RedisDictionaries dictionaries;
  private final List<Layout<?>> layouts;

  /** Layouts in the order in which they are asked. */
  Lookup(
      Wire wire, RedisSettings settings, RedisDictionaries dictionaries, List<Layout<?>> layouts) {
    this.wire = wire;
    this.strays = new Strays(wire, settings.commandTimeout());
    this.dictionaries = dictionaries;
    this.layouts = layouts;
  }

  /** What lies under the key. */
  CompletionStage<Found> find(SessionId id, String key) {
    return inItsLayout(
        layout -> read(id, key, layout), () -> unreadable(id, "a key of another type"));
  }

  /** What a reply means that came beside a script; one that moved meanwhile is looked for. */
  <T> CompletionStage<Found> foundBeside(
      SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (reply.hasMoved()) {
      return find(id, key);
    }
    try {
      return completedStage(found(id, key, layout, reply));
    } catch (Locked e) {
      return find(id, key);
    }
  }

  /**
   * What a reply means that came beside a script.
   *
   * @throws StoreUnavailable when it belongs to another session: so may the script's answer
   * @throws Locked when its dictionary is to be fetched first
   */
  <T> Found found(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    return own(id, key, layout, reply)
        .orElseThrow(
            () -> {
              wire.giveUp(wire.generation());
              askAgain(id, key, layout).exceptionally(failure -> new Found.Absent());
              return new StoreUnavailable("a reply of Redis belongs to another session", null);
            });
  }

  /** What a reply means; empty when it belongs to another session. */
  <T> Optional<Found> own(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (!reply.present()) {
      return Optional.of(new Found.Absent());
    }
    Stored stored = layout.decode(id, reply.value());
    if (stored instanceof Stored.Astray) {
      return strays.liesSo(id) ? Optional.of(anothers(id)) : Optional.empty();
    }
    if (stored instanceof Stored.Locked locked) {
      throw new Locked(locked.dictionary());
    }
    if (stored instanceof Stored.Decoded decoded) {
      return Optional.of(
          new Found.There(decoded.record(), key, layout.named(decoded.naming()), reply.left()));
    }
    return Optional.of(
        stored instanceof Stored.Unreadable unreadable
            ? unreadable(id, unreadable.why())
            : new Found.Absent());
  }

  /**
   * Tries an operation in each layout until one does not answer {@code WRONGTYPE}, which did
   * nothing. Twice in each: a session that a migration moves between two tries may be missed once.
   */
  <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType) {
    return inItsLayout(operation, ofAnotherType, 0);
  }

  /** The same, in the layout first in which the session was found. */
  <T> CompletionStage<T> inItsLayout(
      Layout<?> first,
      Function<Layout<?>, CompletionStage<T>> operation,
      Supplier<T> ofAnotherType) {
    return tried(first, operation, () -> inItsLayout(operation, ofAnotherType));
  }

  private <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType, int index) {
    if (index == ROUNDS * layouts.size()) {
      return completedStage(ofAnotherType.get());
    }
    return tried(
        layouts.get(index % layouts.size()),
        operation,
        () -> inItsLayout(operation, ofAnotherType, index + 1));
  }

  private static <T> CompletionStage<T> tried(
      Layout<?> layout,
      Function<Layout<?>, CompletionStage<T>> operation,
      Supplier<CompletionStage<T>> otherwise) {
    return operation
        .apply(layout)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? otherwise.get()
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  /** Asks once more where an answer, of this question or another, was found to be astray. */
  private <T> CompletionStage<Found> read(SessionId id, String key, Layout<T> layout) {
    int generation = wire.generation();
    return ask(id, key, layout)
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                wire.giveUp(generation);
              }
              return found;
            })
        .exceptionallyCompose(
            failure ->
                strays.isOf(generation, failure)
                    ? completedStage(Optional.empty())
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenCompose(
            found ->
                found
                    .map(CompletableFuture::completedStage)
                    .orElseGet(() -> askAgain(id, key, layout)));
  }

  private <T> CompletionStage<Optional<Found>> ask(SessionId id, String key, Layout<T> layout) {
    return ask(id, key, layout, MOST_DICTIONARIES);
  }

  /** Asks again when the dictionary is there, however fresh the answer still is. */
  private <T> CompletionStage<Optional<Found>> ask(
      SessionId id, String key, Layout<T> layout, int more) {
    return wire.read(layout.query(), key)
        .thenApply(reply -> own(id, key, layout, reply))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof Locked locked
                    ? ask(id, key, layout, locked, more)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private <T> CompletionStage<Optional<Found>> ask(
      SessionId id, String key, Layout<T> layout, Locked locked, int more) {
    return more == 0
        ? failedStage(new StoreUnavailable("a dictionary could not be read", locked))
        : dictionaries
            .fetch(locked.dictionary())
            .handle((done, failure) -> failure == null)
            .thenCompose(done -> ask(id, key, layout, more - 1));
  }

  /** What is astray on new connections too lies so in Redis. */
  private <T> CompletionStage<Found> askAgain(SessionId id, String key, Layout<T> layout) {
    return strays
        .onceMore(() -> ask(id, key, layout))
        .thenApply(
            found ->
                found.orElseGet(
                    () -> {
                      strays.foundLyingSo(id);
                      return anothers(id);
                    }));
  }

  private static Found anothers(SessionId id) {
    return unreadable(id, "another session's record");
  }

  private static Found unreadable(SessionId id, String why) {
    LOG.warn("session {} cannot be read and is refused: {}", id, why);
    return new Found.Unreadable();
  }
}
