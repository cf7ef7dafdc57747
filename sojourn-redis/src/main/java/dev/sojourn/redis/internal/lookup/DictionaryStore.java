package dev.sojourn.redis.internal.lookup;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.internal.connection.RedisErrors;
import dev.sojourn.redis.internal.connection.StringCommands;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Dictionary;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dictionaries of a Redis, as a process knows them: each is fetched when it is first met, and
 * kept.
 *
 * <pre>
 * dictionary:&lt;id&gt;       string, its bytes        dictionary:current   string, the id of the one that is used
 * </pre>
 *
 * <p>Once a minute, beside whatever is read or written, it looks which one is used, and lengthens
 * the life of those that were: no session lives longer than a dictionary of its last reader or
 * writer. Thread-safe.
 */
public final class DictionaryStore implements Dictionaries {

  private static final Logger LOG = LoggerFactory.getLogger(DictionaryStore.class);

  /** As long as any session that refers to one. */
  public static final Duration LIFE = Timeouts.MOST;

  private static final Duration LOOKS = Duration.ofMinutes(1);
  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_KNOWN = 64;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8}");

  private final StringCommands strings;
  private final Keyspace keys;
  private final long looks;
  private final Map<String, Dictionary> known = new ConcurrentHashMap<>();
  private final Map<String, Long> missing = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> fetched = new ConcurrentHashMap<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastLook = new AtomicLong(System.nanoTime());
  private volatile Optional<Dictionary> current = Optional.empty();

  public DictionaryStore(StringCommands strings, Keyspace keys) {
    this(strings, keys, LOOKS);
  }

  public DictionaryStore(StringCommands strings, Keyspace keys, Duration looks) {
    this.strings = strings;
    this.keys = keys;
    this.looks = looks.toNanos();
  }

  @Override
  public Optional<Dictionary> current() {
    lookWhenDue();
    current.ifPresent(dictionary -> used.add(dictionary.id()));
    return current;
  }

  @Override
  public Optional<Dictionary> known(String id) {
    Optional<Dictionary> found = Optional.ofNullable(known.get(id));
    if (found.isPresent()) {
      used.add(id);
      lookWhenDue();
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
    return since != null && System.nanoTime() - since < REMEMBERED.toNanos();
  }

  /**
   * Fetches one, unless it is under way: then it is known, or known to be missing. Fails when Redis
   * does not answer.
   */
  CompletionStage<Void> fetch(String id) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> first = fetched.putIfAbsent(id, mine);
    if (first != null) {
      return first;
    }
    read(id)
        .whenComplete(
            (done, failure) -> {
              fetched.remove(id);
              if (failure == null) {
                mine.complete(null);
              } else {
                mine.completeExceptionally(RedisErrors.unwrapped(failure));
              }
            });
    return mine;
  }

  private CompletionStage<Void> read(String id) {
    if (known.containsKey(id)) {
      return completedStage(null);
    }
    if (!ID.matcher(id).matches()) {
      miss(id);
      return completedStage(null);
    }
    return bytes(keys.dictionary(id), Dictionary.MOST_BYTES + 1)
        .thenAccept(bytes -> arrived(id, bytes))
        .thenCompose(arrived -> lengthen(id));
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

  private void arrived(String id, byte[] bytes) {
    if (bytes.length == 0 || bytes.length > Dictionary.MOST_BYTES) {
      miss(id);
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
      LOG.warn("what lies at the key of dictionary {} is not it", id);
      miss(id);
    }
  }

  private void miss(String id) {
    if (missing.size() >= MOST_REMEMBERED) {
      missing.clear(); // whoever writes such sessions by hand costs a question each
    }
    missing.put(id, System.nanoTime());
  }

  private void lookWhenDue() {
    long last = lastLook.get();
    if (System.nanoTime() - last > looks && lastLook.compareAndSet(last, System.nanoTime())) {
      look()
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.debug("which dictionary is used was not read, the next look will", failure);
                }
              });
    }
  }

  /** Learns which one is used, and lets those live on that were. */
  public CompletionStage<Void> look() {
    List<String> lately = List.copyOf(used);
    lately.forEach(used::remove);
    lately.forEach(this::lengthenUnawaited);
    return bytes(keys.currentDictionary(), Dictionary.MOST_BYTES)
        .thenApply(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .thenCompose(
            id ->
                id.isEmpty()
                    ? completedStage(none())
                    : fetch(id).thenAccept(done -> current = Optional.ofNullable(known.get(id))))
        .thenCompose(done -> strings.extendTtl(keys.currentDictionary(), LIFE))
        .thenAccept(lengthened -> {});
  }

  private Void none() {
    current = Optional.empty();
    return null;
  }

  private void lengthenUnawaited(String id) {
    lengthen(id)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                used.add(id);
              }
            });
  }

  private CompletionStage<Void> lengthen(String id) {
    return strings.extendTtl(keys.dictionary(id), LIFE).thenAccept(lengthened -> {});
  }
}
