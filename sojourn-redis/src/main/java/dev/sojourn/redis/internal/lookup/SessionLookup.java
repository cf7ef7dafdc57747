package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.Reply;
import dev.sojourn.redis.internal.layout.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds sessions in any layout. {@link LayoutFallback} picks the layout, {@link MisroutedReplies}
 * guards against replies to other commands, {@link SessionReader} fetches dictionaries, {@link
 * ReplyDecoder} decodes.
 */
public final class SessionLookup {

  private final LayoutFallback layouts;
  private final MisroutedReplies misroutedReplies;
  private final SessionReader reader;
  private final ReplyDecoder decoder;
  private final BatchLookup batchLookup;

  /** With these layouts, tried in this order. */
  public SessionLookup(
      RedisConnection connection,
      RedisSettings settings,
      DictionaryStore dictionaries,
      List<Layout<?>> layouts) {
    CopiedRecords copiedRecords = new CopiedRecords();
    this.layouts = new LayoutFallback(layouts);
    this.misroutedReplies =
        new MisroutedReplies(connection, settings.commandTimeout(), copiedRecords);
    this.decoder = new ReplyDecoder(copiedRecords);
    this.reader = new SessionReader(connection, dictionaries, decoder);
    this.batchLookup = new BatchLookup(connection, layouts, decoder, this::find);
  }

  /** Reads the session at the key. */
  public CompletionStage<LookupResult> find(SessionId id, String key) {
    return inItsLayout(
        layout -> misroutedReplies.read(id, readIn(id, key, layout)),
        () -> ReplyDecoder.unreadable(id, "a key of another type"));
  }

  /** Reads many sessions with few flushes; {@code keys} has the key of each. */
  public CompletionStage<Map<SessionId, LookupResult>> findAll(
      Map<SessionId, String> keys, ReadScope scope) {
    return batchLookup.find(keys, scope);
  }

  /**
   * The session in a reply that came beside a script's; read anew if the reply cannot tell.
   *
   * @throws StoreUnavailable if it belongs to another session: the script's reply may too
   */
  public <T> CompletionStage<LookupResult> foundBeside(
      SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    return decodeBeside(id, key, layout, reply)
        .map(result -> completedStage(result))
        .orElseGet(() -> find(id, key));
  }

  /**
   * The session in a reply that came beside a script's; empty if it must be read anew, because it
   * moved to another layout meanwhile or its dictionary is missing.
   *
   * @throws StoreUnavailable if it belongs to another session: the script's reply may too
   */
  public <T> Optional<LookupResult> decodeBeside(
      SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    if (reply.isUnread()) {
      return Optional.empty();
    }
    DecodedReply decoded = decode(id, key, layout, reply);
    if (decoded instanceof DecodedReply.MisroutedReply) {
      throw misroutedReplies.judgeBeside(id, readIn(id, key, layout));
    }
    return decoded instanceof DecodedReply.Found found
        ? Optional.of(found.result())
        : Optional.empty();
  }

  private <T> MisroutedReplies.Read readIn(SessionId id, String key, Layout<T> layout) {
    return new MisroutedReplies.Read() {
      @Override
      public CompletionStage<DecodedReply> send() {
        return reader.read(id, key, layout);
      }

      @Override
      public CompletionStage<Boolean> judge(int generation) {
        return reader.judge(id, key, layout, generation);
      }
    };
  }

  /** Decodes the reply to a read of the key; logs what cannot be read. */
  public <T> DecodedReply decode(SessionId id, String key, Layout<T> layout, Reply<T> reply) {
    return decoder.decode(id, key, layout, reply);
  }

  /** Runs an operation in each layout in turn, until it finds a key of its type. */
  public <T> CompletionStage<T> inItsLayout(
      Function<Layout<?>, CompletionStage<T>> operation, Supplier<T> ofAnotherType) {
    return layouts.run(operation, ofAnotherType);
  }

  /** As above, but first in the layout in which the session was found. */
  public <T> CompletionStage<T> inItsLayout(
      Layout<?> first,
      Function<Layout<?>, CompletionStage<T>> operation,
      Supplier<T> ofAnotherType) {
    return layouts.run(first, operation, ofAnotherType);
  }
}
