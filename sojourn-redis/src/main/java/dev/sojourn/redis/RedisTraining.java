package dev.sojourn.redis;

import dev.sojourn.SessionRecord;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.care.Rights;
import dev.sojourn.redis.care.Sampling;
import dev.sojourn.redis.layout.Dictionaries;
import dev.sojourn.redis.layout.Dictionary;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.Training;
import dev.sojourn.redis.layout.Training.Owned;
import dev.sojourn.redis.wire.RawBytes;
import dev.sojourn.redis.wire.RedisErrors;
import dev.sojourn.redis.wire.Wire;
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
public final class RedisTraining implements AutoCloseable {

  private static final Rights RIGHTS =
      new Rights("which a training needs; docs/storage.md has a user for it");

  /** Of so many owners one is left out, to see what the dictionary does for it. */
  private static final int HELD_OUT = 5;

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final String ANONYMOUS = "";

  private final Wire wire;
  private final RedisSettings settings;
  private final Keyspace keys;
  private final Lookup lookup;

  private RedisTraining(Wire wire, RedisSettings settings, Keyspace keys, Set<LayoutName> able) {
    RedisDictionaries dictionaries = new RedisDictionaries(wire, keys);
    this.wire = wire;
    this.settings = settings;
    this.keys = keys;
    this.lookup =
        new Lookup(wire, settings, dictionaries, Layouts.of(settings, able, dictionaries));
  }

  /**
   * Connects, and looks first at what it may do: the same as a migration.
   *
   * @throws dev.sojourn.StoreUnavailable when the server does not answer, or will not do
   * @throws dev.sojourn.CareNotAllowed when it refuses what is needed
   * @throws IllegalArgumentException when the URI is none
   */
  public static RedisTraining connect(RedisSettings settings) {
    Keyspace keys = new Keyspace(settings.keyspace(), settings.namespace());
    return Doors.open(settings, wire -> begun(wire, settings, keys));
  }

  private static CompletionStage<RedisTraining> begun(
      Wire wire, RedisSettings settings, Keyspace keys) {
    return new MigrationCheck(wire, settings, keys, RIGHTS)
        .look()
        .thenApply(able -> new RedisTraining(wire, settings, keys, able));
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
    Sampling sampling = new Sampling(wire, keys);
    List<String> found = sampling.sessions(sessions, count -> {});
    List<SessionRecord> sample =
        sampling.each(found, this::record).stream().flatMap(Optional::stream).toList();
    Layout<?> layout = layout(Dictionaries.NONE, CompressionName.DEFLATE);
    return Training.dictionary(texts(sample, layout), mostBytes)
        .map(dictionary -> judged(dictionary, sample));
  }

  private CompletionStage<Optional<SessionRecord>> record(String key) {
    return lookup.find(keys.sessionId(key).orElseThrow(), key).thenApply(Reading::record);
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
    List<SessionRecord> heldOut = sample.stream().filter(RedisTraining::isHeldOut).toList();
    return new TrainedDictionary(
        dictionary,
        sample.size(),
        (int) sample.stream().map(RedisTraining::owner).distinct().count(),
        bytes(heldOut, layout(Dictionaries.NONE, CompressionName.NONE)),
        bytes(heldOut, layout(Dictionaries.NONE, CompressionName.DEFLATE)),
        bytes(heldOut, layout(Dictionaries.only(dictionary), CompressionName.DEFLATE)));
  }

  private Layout<?> layout(Dictionaries dictionaries, CompressionName compression) {
    return Layouts.of(settings.withCompression(compression), Layouts.WITHOUT_JSON, dictionaries)
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
    Dictionary dictionary = trained.dictionary();
    byte[] id = dictionary.id().getBytes(StandardCharsets.US_ASCII);
    await(wire.put(keys.dictionary(dictionary.id()), dictionary.bytes(), RedisDictionaries.LIFE));
    await(wire.put(keys.currentDictionary(), id, RedisDictionaries.LIFE));
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
    wire.close();
  }
}
