package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trains a dictionary: collects byte sequences that the texts of several owners have in common.
 * Deterministic.
 *
 * <p>The weight of a gram (six consecutive bytes) is the number of owners whose texts contain it.
 * The heaviest run of common grams is taken repeatedly, and its grams then weigh nothing; the first
 * run is placed last, where references are the shortest. Of a run only the beginning is taken that
 * enough owners have as a whole: data of a single owner never enters a dictionary, since everybody
 * may read it and it outlives sessions.
 */
public final class DictionaryTrainer {

  /** The least number of owners of a sequence that is taken. */
  public static final int LEAST_OWNERS = 5;

  private static final int GRAM = 6;
  private static final int LONGEST = 256;
  private static final int WEIGHTS = 1 << 22;
  private static final int ONE_IN = 100;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final List<Text> texts;
  private final int least;
  private final int[] weights = new int[WEIGHTS];
  private final Set<String> taken = new HashSet<>();

  private DictionaryTrainer(List<Text> texts) {
    this.texts = texts;
    long owners = texts.stream().mapToInt(text -> text.owner).distinct().count();
    this.least = (int) Math.max(LEAST_OWNERS, owners / ONE_IN);
    weigh();
  }

  /**
   * A text and its owner.
   *
   * @param owner the same for all texts that may share private data
   * @param text the text
   */
  public record Owned(String owner, String text) {}

  /** A text as bytes, one a character, and for each gram the index of its weight. */
  private static final class Text {

    private final int owner;
    private final String bytes;
    private final int[] places;

    Text(int owner, String bytes) {
      this.owner = owner;
      this.bytes = bytes;
      this.places = new int[Math.max(0, bytes.length() - GRAM + 1)];
      for (int i = 0; i < places.length; i++) {
        long gram = 0;
        for (int j = i; j < i + GRAM; j++) {
          gram = gram << 8 | bytes.charAt(j);
        }
        places[i] = (int) ((gram * SPREAD) >>> 42);
      }
    }
  }

  /**
   * Trains a dictionary; empty when too little is common.
   *
   * @param sample the texts, in any order
   * @param maxBytes the size limit of the dictionary
   */
  public static Optional<Dictionary> dictionary(List<Owned> sample, int maxBytes) {
    List<String> owners = sample.stream().map(Owned::owner).distinct().sorted().toList();
    List<Text> texts =
        sample.stream()
            .sorted(Comparator.comparing(Owned::owner).thenComparing(Owned::text))
            .map(
                owned ->
                    new Text(
                        Collections.binarySearch(owners, owned.owner()),
                        new String(owned.text().getBytes(UTF_8), ISO_8859_1)))
            .toList();
    return new DictionaryTrainer(texts).dictionary(maxBytes);
  }

  private void weigh() {
    int[] last = new int[WEIGHTS];
    Arrays.fill(last, -1);
    for (Text text : texts) {
      for (int place : text.places) {
        if (last[place] != text.owner) {
          last[place] = text.owner;
          weights[place]++;
        }
      }
    }
  }

  private Optional<Dictionary> dictionary(int maxBytes) {
    List<String> runs = new ArrayList<>();
    int left = maxBytes;
    for (Optional<GramRun> next = heaviest(); next.isPresent(); next = heaviest()) {
      String common = common(next.get());
      forget(next.get(), common);
      if (common.length() >= GRAM && common.length() <= left && taken.add(common)) {
        runs.add(common);
        left -= common.length();
      }
      if (left < GRAM) {
        break;
      }
    }
    return joined(runs);
  }

  /** A run of grams of a text, from one to another. */
  private record GramRun(Text text, int from, int to, long weight) {

    String bytes() {
      return text.bytes.substring(from, to + GRAM - 1);
    }
  }

  private Optional<GramRun> heaviest() {
    Optional<GramRun> best = Optional.empty();
    long most = 0;
    for (Text text : texts) {
      int[] places = text.places;
      int from = 0;
      long weight = 0;
      for (int i = 0; i <= places.length; i++) {
        boolean common = i < places.length && weights[places[i]] >= least;
        if (common && i - from < LONGEST) {
          weight += weights[places[i]];
          continue;
        }
        if (weight > most) {
          most = weight;
          best = Optional.of(new GramRun(text, from, i, weight));
        }
        from = common ? i : i + 1;
        weight = common ? weights[places[i]] : 0;
      }
    }
    return best;
  }

  /** The longest beginning of the run that enough owners have as a whole. */
  private String common(GramRun run) {
    String bytes = run.bytes();
    int fits = 0;
    int over = bytes.length() + 1;
    while (over - fits > 1) {
      int middle = (fits + over) / 2;
      if (isCommon(bytes.substring(0, middle))) {
        fits = middle;
      } else {
        over = middle;
      }
    }
    return bytes.substring(0, fits);
  }

  private boolean isCommon(String bytes) {
    int owners = 0;
    int last = -1;
    for (Text text : texts) {
      if (text.owner != last && text.bytes.contains(bytes)) {
        last = text.owner;
        owners++;
        if (owners >= least) {
          return true;
        }
      }
    }
    return false;
  }

  /** Sets the weight of the grams that were taken to zero; of a run not taken, its first gram's. */
  private void forget(GramRun run, String common) {
    int grams = Math.max(1, common.length() - GRAM + 1);
    for (int i = run.from(); i < Math.min(run.to(), run.from() + grams); i++) {
      weights[run.text().places[i]] = 0;
    }
  }

  private static Optional<Dictionary> joined(List<String> runs) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = runs.size() - 1; i >= 0; i--) {
      all.writeBytes(runs.get(i).getBytes(ISO_8859_1));
    }
    return all.size() == 0 ? Optional.empty() : Optional.of(new Dictionary(all.toByteArray()));
  }
}
