package dev.sojourn.redis;

import dev.sojourn.redis.internal.codec.RawBytes;
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
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.maintenance.KeySampling;
import dev.sojourn.redis.internal.maintenance.PermissionCheck;
import dev.sojourn.redis.internal.migration.MigrationCheck;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.spi.SessionRecord;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Trains a compression dictionary on the stored sessions, for the configured layout, and activates
 * it. Uses a connection of its own, with a Redis user that may scan the keys. Blocks. Not
 * thread-safe; close it after use.
 */
public final class RedisDictionaryTraining implements AutoCloseable {

  private static final PermissionCheck PERMISSIONS =
      new PermissionCheck("which dictionary training needs; docs/storage.md has a user for it");

  /** One user in so many is held out of the training set, to measure the dictionary with. */
  private static final int HOLD_OUT_ONE_IN = 5;

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final String ANONYMOUS = "";

  private final RedisConnection connection;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final SessionLookup lookup;

  private RedisDictionaryTraining(
      RedisConnection connection, RedisSettings settings, Keyspace keys, Set<LayoutName> layouts) {
    DictionaryStore dictionaries = new DictionaryStore(connection, keys);
    this.connection = connection;
    this.settings = settings;
    this.keys = keys;
    this.lookup =
        new SessionLookup(
            connection, settings, dictionaries, LayoutSet.of(settings, layouts, dictionaries));
  }

  /**
   * Connects and checks the permissions, which are those of a migration. Blocks.
   *
   * @param settings URI, layout, naming, short names, keyspace, namespace and command timeout are
   *     used
   * @throws dev.sojourn.StoreUnavailable when the server does not answer or is not supported
   * @throws dev.sojourn.MaintenanceNotAllowed when the Redis user lacks a permission
   * @throws IllegalArgumentException when the URI is malformed
   */
  public static RedisDictionaryTraining connect(RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return ConnectionFactory.open(settings, connection -> checked(connection, settings, keys));
  }

  private static CompletionStage<RedisDictionaryTraining> checked(
      RedisConnection connection, RedisSettings settings, Keyspace keys) {
    return new MigrationCheck(connection, settings, keys, PERMISSIONS)
        .run()
        .thenApply(layouts -> new RedisDictionaryTraining(connection, settings, keys, layouts));
  }

  /**
   * In which layouts a sample of the sessions lies, to train for the one that most have. Blocks.
   *
   * @param sessions how many sessions to sample, at most
   * @return the number of sessions by layout; those that cannot be read are left out
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Map<LayoutName, Integer> layouts(int sessions) {
    Map<LayoutName, Integer> counts = new EnumMap<>(LayoutName.class);
    for (LookupResult result : sample(sessions)) {
      if (result instanceof Hit hit) {
        String name = hit.layout().scripts().prelude().toUpperCase(Locale.ROOT);
        counts.merge(LayoutName.valueOf(name), 1, Integer::sum);
      }
    }
    return counts;
  }

  /**
   * Trains a dictionary for the configured layout, see {@link #train(LayoutName, int, int)}.
   *
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Optional<TrainedDictionary> train(int sessions, int maxBytes) {
    return train(settings.layout(), sessions, maxBytes);
  }

  /**
   * Trains a dictionary; writes nothing. Blocks.
   *
   * @param layout the layout that servers write: the sampled sessions count as they would lie there
   * @param sessions how many sessions to sample, at most
   * @param maxBytes the size limit of the dictionary in bytes, at most 32 KiB
   * @return empty when the sessions of different users have too little in common, or are too few
   * @throws dev.sojourn.StoreUnavailable when Redis does not answer
   */
  public Optional<TrainedDictionary> train(LayoutName layout, int sessions, int maxBytes) {
    RedisSettings form = settings.withLayout(layout);
    List<SessionRecord> sample =
        sample(sessions).stream().map(LookupResult::session).flatMap(Optional::stream).toList();
    Layout<?> deflated = layout(form, Dictionaries.NONE, CompressionName.DEFLATE);
    return DictionaryTrainer.dictionary(texts(sample, deflated), maxBytes)
        .map(dictionary -> measured(form, dictionary, sample));
  }

  private List<LookupResult> sample(int sessions) {
    KeySampling sampling = new KeySampling(connection, keys);
    return sampling.each(
        sampling.sessions(sessions, count -> {}),
        key -> lookup.find(keys.sessionId(key).orElseThrow(), key));
  }

  /**
   * All anonymous sessions count as one user's, since they may be: what only they have in common is
   * taken for private.
   */
  private static String owner(SessionRecord record) {
    return record.user().orElse(ANONYMOUS);
  }

  private static boolean isHeldOut(SessionRecord record) {
    return record.user().isPresent()
        && Math.floorMod(record.user().get().hashCode(), HOLD_OUT_ONE_IN) == 0;
  }

  private static List<Owned> texts(List<SessionRecord> sample, Layout<?> layout) {
    long[] left = {MAX_CHARACTERS};
    return sample.stream()
        .filter(record -> !isHeldOut(record))
        .flatMap(
            record -> layout.compressible(record).stream().map(t -> new Owned(owner(record), t)))
        .takeWhile(owned -> (left[0] -= owned.text().length()) >= 0)
        .toList();
  }

  private static TrainedDictionary measured(
      RedisSettings form, Dictionary dictionary, List<SessionRecord> sample) {
    List<SessionRecord> heldOut =
        sample.stream().filter(RedisDictionaryTraining::isHeldOut).toList();
    return new TrainedDictionary(
        dictionary,
        sample.size(),
        (int) sample.stream().map(RedisDictionaryTraining::owner).distinct().count(),
        new TrainedDictionary.Averages(
            meanBytes(heldOut, layout(form, Dictionaries.NONE, CompressionName.NONE)),
            meanBytes(heldOut, layout(form, Dictionaries.NONE, CompressionName.DEFLATE)),
            meanBytes(
                heldOut, layout(form, Dictionaries.only(dictionary), CompressionName.DEFLATE))));
  }

  private static Layout<?> layout(
      RedisSettings form, Dictionaries dictionaries, CompressionName compression) {
    return LayoutSet.of(form.withCompression(compression), LayoutSet.WITHOUT_JSON, dictionaries)
        .get(0);
  }

  /** The average bytes of a session, without its times. */
  private static double meanBytes(List<SessionRecord> records, Layout<?> layout) {
    return records.stream()
        .mapToLong(
            record ->
                layout.record(record).stream().mapToLong(arg -> RawBytes.encode(arg).length).sum())
        .average()
        .orElse(0);
  }

  /**
   * Activates a dictionary: servers that compress use it within a minute. Sessions that were
   * compressed with another dictionary stay readable. Blocks.
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

  /** Closes the connection. */
  @Override
  public void close() {
    connection.close();
  }
}
