package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.StoredSession;
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
public final class SessionLookup {

  private static final Logger LOG = LoggerFactory.getLogger(SessionLookup.class);

  /** How often one is fetched for a session: a hash may need some. */
  private static final int MOST_DICTIONARIES = 8;

  /** How often each layout is tried. */
  private static final int ROUNDS = 2;

  private final RedisConnection connection;
  private final MisroutedReplies misrouted;
  private final DictionaryStore dictionaries;
  private final List<Layout<?>> layouts;

  /** Layouts in the order in which they are asked. */
  public SessionLookup(
      RedisConnection connection,
      RedisSettings settings,
      DictionaryStore dictionaries,
      List<Layout<?>> layouts) {
    this.connection = connection;
    this.misrouted = new MisroutedReplies(connection, settings.commandTimeout());
    this.dictionaries = dictionaries;
    this.layouts = layouts;
  }

  /** What lies under the key. */
  public CompletionStage<LookupResult> find(SessionId id, String key) {
    return inItsLayout(
        layout -> read(id, key, layout), () -> unreadable(id, "a key of another type"));
  }

  /** What a reply means that came beside a script; one that moved meanwhile is looked for. */
  public <T> CompletionStage<LookupResult> foundBeside(
      SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (reply.hasMoved()) {
      return find(id, key);
    }
    try {
      return completedStage(found(id, key, layout, reply));
    } catch (DictionaryMissing e) {
      return find(id, key);
    }
  }

  /**
   * What a reply means that came beside a script.
   *
   * @throws StoreUnavailable when it belongs to another session: so may the script's answer
   * @throws DictionaryMissing when its dictionary is to be fetched first
   */
  public <T> LookupResult found(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    return own(id, key, layout, reply)
        .orElseThrow(
            () -> {
              connection.abandon(connection.generation());
              askAgain(id, key, layout).exceptionally(failure -> new LookupResult.Miss());
              return new StoreUnavailable("a reply of Redis belongs to another session", null);
            });
  }

  /** What a reply means; empty when it belongs to another session. */
  public <T> Optional<LookupResult> own(
      SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (!reply.present()) {
      return Optional.of(new LookupResult.Miss());
    }
    StoredSession storedSession = layout.decode(id, reply.value());
    if (storedSession instanceof StoredSession.Misrouted) {
      return misrouted.isKnownBad(id) ? Optional.of(anothers(id)) : Optional.empty();
    }
    if (storedSession instanceof StoredSession.NeedsDictionary needsDictionary) {
      throw new DictionaryMissing(needsDictionary.dictionary());
    }
    if (storedSession instanceof StoredSession.Decoded decoded) {
      return Optional.of(
          new LookupResult.Hit(
              decoded.record(), key, layout.named(decoded.naming()), reply.left()));
    }
    return Optional.of(
        storedSession instanceof StoredSession.Unreadable unreadable
            ? unreadable(id, unreadable.why())
            : new LookupResult.Miss());
  }

  /**
   * Tries an operation in each layout until one does not answer {@code WRONGTYPE}, which did
   * nothing. Twice in each: a session that a migration moves between two tries may be missed once.
   */
  public <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType) {
    return inItsLayout(operation, ofAnotherType, 0);
  }

  /** The same, in the layout first in which the session was found. */
  public <T> CompletionStage<T> inItsLayout(
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
  private <T> CompletionStage<LookupResult> read(SessionId id, String key, Layout<T> layout) {
    int generation = connection.generation();
    return ask(id, key, layout)
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                connection.abandon(generation);
              }
              return found;
            })
        .exceptionallyCompose(
            failure ->
                misrouted.explains(generation, failure)
                    ? completedStage(Optional.empty())
                    : failedStage(RedisErrors.unwrapped(failure)))
        .thenCompose(
            found ->
                found
                    .map(CompletableFuture::completedStage)
                    .orElseGet(() -> askAgain(id, key, layout)));
  }

  private <T> CompletionStage<Optional<LookupResult>> ask(
      SessionId id, String key, Layout<T> layout) {
    return ask(id, key, layout, MOST_DICTIONARIES);
  }

  /** Asks again when the dictionary is there, however fresh the answer still is. */
  private <T> CompletionStage<Optional<LookupResult>> ask(
      SessionId id, String key, Layout<T> layout, int more) {
    return connection
        .read(layout.query(), key)
        .thenApply(reply -> own(id, key, layout, reply))
        .exceptionallyCompose(
            failure ->
                RedisErrors.unwrapped(failure) instanceof DictionaryMissing dictionaryMissing
                    ? ask(id, key, layout, dictionaryMissing, more)
                    : failedStage(RedisErrors.unwrapped(failure)));
  }

  private <T> CompletionStage<Optional<LookupResult>> ask(
      SessionId id, String key, Layout<T> layout, DictionaryMissing dictionaryMissing, int more) {
    return more == 0
        ? failedStage(new StoreUnavailable("a dictionary could not be read", dictionaryMissing))
        : dictionaries
            .fetch(dictionaryMissing.dictionary())
            .handle((done, failure) -> failure == null)
            .thenCompose(done -> ask(id, key, layout, more - 1));
  }

  /** What is astray on new connections too lies so in Redis. */
  private <T> CompletionStage<LookupResult> askAgain(SessionId id, String key, Layout<T> layout) {
    return misrouted
        .retry(() -> ask(id, key, layout))
        .thenApply(
            found ->
                found.orElseGet(
                    () -> {
                      misrouted.rememberBad(id);
                      return anothers(id);
                    }));
  }

  private static LookupResult anothers(SessionId id) {
    return unreadable(id, "another session's record");
  }

  private static LookupResult unreadable(SessionId id, String why) {
    LOG.warn("session {} cannot be read and is refused: {}", id, why);
    return new LookupResult.UnreadableRecord();
  }
}
