package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.StringCommands;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Dictionary;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The dictionaries in Redis that this process has fetched; each is fetched on first use and cached.
 *
 * <pre>
 * dictionary:&lt;id&gt;       string, its bytes        dictionary:current   string, the current one's id
 * </pre>
 *
 * <p>Once a minute, triggered by a read or write, it refreshes which dictionary is current and
 * extends the TTL of those that were used: so a session's dictionary outlives the session.
 *
 * <p>Thread-safe.
 */
public final class DictionaryStore implements Dictionaries {

  private static final Logger LOG = System.getLogger(DictionaryStore.class.getName());

  /** The TTL of a dictionary: the longest that a session may live. */
  public static final Duration LIFE = Timeouts.MOST;

  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(1);
  private static final Duration MISSING_FOR = Duration.ofSeconds(10);
  private static final int MOST_MISSING = 1_000;
  private static final int MOST_KNOWN = 64;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8}");

  private final StringCommands strings;
  private final Keyspace keys;
  private final long refreshNanos;
  private final Map<String, Dictionary> known = new ConcurrentHashMap<>();
  private final Map<String, Long> missing = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> fetches = new ConcurrentHashMap<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastRefresh = new AtomicLong(System.nanoTime());
  private volatile Optional<Dictionary> current = Optional.empty();

  public DictionaryStore(StringCommands strings, Keyspace keys) {
    this(strings, keys, REFRESH_INTERVAL);
  }

  public DictionaryStore(StringCommands strings, Keyspace keys, Duration refreshInterval) {
    this.strings = strings;
    this.keys = keys;
    this.refreshNanos = refreshInterval.toNanos();
  }

  @Override
  public Optional<Dictionary> current() {
    refreshIfDue();
    current.ifPresent(dictionary -> used.add(dictionary.id()));
    return current;
  }

  @Override
  public Optional<Dictionary> known(String id) {
    Optional<Dictionary> found = Optional.ofNullable(known.get(id));
    if (found.isPresent()) {
      used.add(id);
      refreshIfDue();
    }
    return found;
  }

  @Override
  public Set<String> known() {
    return Set.copyOf(known.keySet());
  }

  @Override
  public boolean isMissing(String id) {
    Long since = missing.get(id);
    return since != null && System.nanoTime() - since < MISSING_FOR.toNanos();
  }

  /**
   * Fetches a dictionary, once for concurrent calls; then it is known, or known to be missing.
   * Fails if Redis does not reply.
   */
  CompletionStage<Void> fetch(String id) {
    CompletableFuture<Void> fetch = new CompletableFuture<>();
    CompletableFuture<Void> running = fetches.putIfAbsent(id, fetch);
    if (running != null) {
      return running;
    }
    read(id)
        .whenComplete(
            (done, failure) -> {
              fetches.remove(id);
              if (failure == null) {
                fetch.complete(null);
              } else {
                fetch.completeExceptionally(RedisErrors.unwrapped(failure));
              }
            });
    return fetch;
  }

  private CompletionStage<Void> read(String id) {
    if (known.containsKey(id)) {
      return completedStage(null);
    }
    if (!ID.matcher(id).matches()) {
      addMissing(id);
      return completedStage(null);
    }
    return bytes(keys.dictionary(id), Dictionary.MOST_BYTES + 1)
        .thenAccept(bytes -> store(id, bytes))
        .thenCompose(stored -> extend(id));
  }

  private CompletionStage<byte[]> bytes(String key, int most) {
    return strings
        .bytes(key, most)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "WRONGTYPE")
                    ? completedStage(new byte[0])
                    : CompletableFuture.failedStage(RedisErrors.unwrapped(failure)));
  }

  private void store(String id, byte[] bytes) {
    if (bytes.length == 0 || bytes.length > Dictionary.MOST_BYTES) {
      addMissing(id);
      return;
    }
    Dictionary dictionary = new Dictionary(bytes);
    if (dictionary.id().equals(id)) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(id, dictionary);
      missing.remove(id);
    } else {
      LOG.log(Level.WARNING, "the key of dictionary {0} holds another dictionary", id);
      addMissing(id);
    }
  }

  private void addMissing(String id) {
    if (missing.size() >= MOST_MISSING) {
      missing.clear(); // only sessions written by hand reach this; each then costs one fetch
    }
    missing.put(id, System.nanoTime());
  }

  private void refreshIfDue() {
    long last = lastRefresh.get();
    if (System.nanoTime() - last > refreshNanos
        && lastRefresh.compareAndSet(last, System.nanoTime())) {
      refresh()
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.log(
                      Level.DEBUG,
                      "the current dictionary could not be read; retried later",
                      failure);
                }
              });
    }
  }

  /** Reads which dictionary is current, and extends the TTL of those used since the last time. */
  public CompletionStage<Void> refresh() {
    List<String> usedLately = List.copyOf(used);
    usedLately.forEach(used::remove);
    usedLately.forEach(this::extendInBackground);
    return bytes(keys.currentDictionary(), Dictionary.MOST_BYTES)
        .thenApply(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .thenCompose(
            id ->
                id.isEmpty()
                    ? completedStage(clearCurrent())
                    : fetch(id).thenAccept(done -> current = Optional.ofNullable(known.get(id))))
        .thenCompose(done -> strings.extendTtl(keys.currentDictionary(), LIFE))
        .thenAccept(lengthened -> {});
  }

  private Void clearCurrent() {
    current = Optional.empty();
    return null;
  }

  private void extendInBackground(String id) {
    extend(id)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                used.add(id);
              }
            });
  }

  private CompletionStage<Void> extend(String id) {
    return strings.extendTtl(keys.dictionary(id), LIFE).thenAccept(lengthened -> {});
  }
}
