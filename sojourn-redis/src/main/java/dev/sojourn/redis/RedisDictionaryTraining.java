package dev.sojourn.redis;

import dev.sojourn.redis.internal.connection.RawBytes;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Dictionary;
import dev.sojourn.redis.internal.layout.DictionaryTrainer;
import dev.sojourn.redis.internal.layout.DictionaryTrainer.Owned;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.maintenance.KeySampling;
import dev.sojourn.redis.internal.maintenance.PermissionCheck;
import dev.sojourn.redis.internal.migration.MigrationCheck;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.spi.SessionRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Makes a dictionary of the sessions of a Redis, for the layout of its settings, and puts it to
 * use: on a connection of its own, as a user who may walk over the keys. To be closed.
 */
public final class RedisDictionaryTraining implements AutoCloseable {

  private static final PermissionCheck RIGHTS =
      new PermissionCheck("which a training needs; docs/storage.md has a user for it");

  /** Of so many owners one is left out, to see what the dictionary does for it. */
  private static final int HELD_OUT = 5;

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final String ANONYMOUS = "";

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final SessionLookup lookup;

  private RedisDictionaryTraining(
      RedisConnection connection, RedisSettings settings, Keyspace keys, Set<LayoutName> able) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    this.connection = connection;
    this.settings = settings;
    this.keys = keys;
    this.lookup =
        new SessionLookup(
            connection, settings, dictionaries, LayoutSet.of(settings, able, dictionaries));
  }

  /**
   * Connects, and looks first at what it may do: the same as a migration.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.MaintenanceNotAllowed when it refuses what is needed
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisDictionaryTraining connect(RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return ConnectionFactory.open(settings, connection -> begun(connection, settings, keys));
  }

  private static CompletionStage<RedisDictionaryTraining> begun(
      RedisConnection connection, RedisSettings settings, Keyspace keys) {
    return new MigrationCheck(connection, settings, keys, RIGHTS)
        .look()
        .thenApply(able -> new RedisDictionaryTraining(connection, settings, keys, able));
  }

  /**
   * Makes one; nothing is written. Empty when the sessions of several users have too little in
   * common, or are too few. Blocks.
   *
   * @param sessions how many are looked at, at most
   * @param mostBytes of the dictionary
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Optional<TrainedDictionary> train(int sessions, int mostBytes) {
    KeySampling keySampling = new KeySampling(connection, keys);
    List<String> found = keySampling.sessions(sessions, count -> {});
    List<SessionRecord> sample =
        keySampling.each(found, this::record).stream().flatMap(Optional::stream).toList();
    Layout<?> layout = layout(Dictionaries.NONE, CompressionName.DEFLATE);
    return DictionaryTrainer.dictionary(texts(sample, layout), mostBytes)
        .map(dictionary -> judged(dictionary, sample));
  }

  private CompletionStage<Optional<SessionRecord>> record(String key) {
    return lookup.find(keys.sessionId(key).orElseThrow(), key).thenApply(LookupResult::session);
  }

  /** All anonymous sessions may be of one: what only they have is taken for somebody's own. */
  private static String owner(SessionRecord record) {
    return record.user().orElse(ANONYMOUS);
  }

  private static boolean isHeldOut(SessionRecord record) {
    return record.user().isPresent()
        && Math.floorMod(record.user().get().hashCode(), HELD_OUT) == 0;
  }

  private static List<Owned> texts(List<SessionRecord> sample, Layout<?> layout) {
    long[] left = {MOST_CHARACTERS};
    return sample.stream()
        .filter(record -> !isHeldOut(record))
        .flatMap(
            record -> layout.compressible(record).stream().map(t -> new Owned(owner(record), t)))
        .takeWhile(owned -> (left[0] -= owned.text().length()) >= 0)
        .toList();
  }

  private TrainedDictionary judged(Dictionary dictionary, List<SessionRecord> sample) {
    List<SessionRecord> heldOut =
        sample.stream().filter(RedisDictionaryTraining::isHeldOut).toList();
    return new TrainedDictionary(
        dictionary,
        sample.size(),
        (int) sample.stream().map(RedisDictionaryTraining::owner).distinct().count(),
        new TrainedDictionary.Averages(
            bytes(heldOut, layout(Dictionaries.NONE, CompressionName.NONE)),
            bytes(heldOut, layout(Dictionaries.NONE, CompressionName.DEFLATE)),
            bytes(heldOut, layout(Dictionaries.only(dictionary), CompressionName.DEFLATE))));
  }

  private Layout<?> layout(Dictionaries dictionaries, CompressionName compression) {
    return LayoutSet.of(settings.withCompression(compression), LayoutSet.WITHOUT_JSON, dictionaries)
        .get(0);
  }

  /** Of a session, on average; without its times. */
  private static double bytes(List<SessionRecord> records, Layout<?> layout) {
    return records.stream()
        .mapToLong(
            record ->
                layout.record(record).stream().mapToLong(arg -> RawBytes.encode(arg).length).sum())
        .average()
        .orElse(0);
  }

  /**
   * Puts a dictionary to use: servers that compress take it within a minute, and sessions that
   * refer to another one go on. Blocks.
   *
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public void use(TrainedDictionary trained) {
    byte[] id = trained.id().getBytes(StandardCharsets.US_ASCII);
    await(connection.put(keys.dictionary(trained.id()), trained.bytes(), DictionaryStore.LIFE));
    await(connection.put(keys.currentDictionary(), id, DictionaryStore.LIFE));
  }

  private static void await(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw RedisErrors.translated(e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
