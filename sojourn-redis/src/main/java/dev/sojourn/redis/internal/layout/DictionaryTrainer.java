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
 * Makes a dictionary of what the texts of several owners have in common; of the same texts always
 * the same one.
 *
 * <p>Each six bytes in a row weigh as much as they have owners. Again and again the heaviest
 * stretch of common ones is taken, which from then on weighs nothing; the first one taken stands
 * last, where references are shortest. Of a stretch only as much is taken as stands whole in the
 * texts of enough owners: what one owner alone has is in no dictionary, which anybody may read, and
 * which outlives sessions.
 */
public final class DictionaryTrainer {

  /** How many owners must have at least what is taken. */
  public static final int LEAST_OWNERS = 5;

  private static final int GRAM = 6;
  private static final int LONGEST = 256;
  private static final int PLACES = 1 << 22;
  private static final int ONE_IN = 100;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final List<Text> texts;
  private final int least;
  private final int[] weights = new int[PLACES];
  private final Set<String> taken = new HashSet<>();

  private DictionaryTrainer(List<Text> texts) {
    this.texts = texts;
    long owners = texts.stream().mapToInt(text -> text.owner).distinct().count();
    this.least = (int) Math.max(LEAST_OWNERS, owners / ONE_IN);
    weigh();
  }

  /**
   * A text and whose it is.
   *
   * @param owner the same for all texts that may have something in common that is nobody else's
   * @param text the text
   */
  public record Owned(String owner, String text) {}

  /** Bytes as characters, and at which place each six of them are weighed. */
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
   * A dictionary of so many bytes at most; none where too little is common.
   *
   * @param sample texts, in any order
   */
  public static Optional<Dictionary> dictionary(List<Owned> sample, int mostBytes) {
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
    return new DictionaryTrainer(texts).dictionary(mostBytes);
  }

  private void weigh() {
    int[] last = new int[PLACES];
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

  private Optional<Dictionary> dictionary(int mostBytes) {
    List<String> stretches = new ArrayList<>();
    int left = mostBytes;
    for (Optional<Stretch> next = heaviest(); next.isPresent(); next = heaviest()) {
      String common = common(next.get());
      forget(next.get(), common);
      if (common.length() >= GRAM && common.length() <= left && taken.add(common)) {
        stretches.add(common);
        left -= common.length();
      }
      if (left < GRAM) {
        break;
      }
    }
    return joined(stretches);
  }

  /** From one six bytes to another of a text. */
  private record Stretch(Text text, int from, int to, long weight) {

    String bytes() {
      return text.bytes.substring(from, to + GRAM - 1);
    }
  }

  private Optional<Stretch> heaviest() {
    Optional<Stretch> best = Optional.empty();
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
          best = Optional.of(new Stretch(text, from, i, weight));
        }
        from = common ? i : i + 1;
        weight = common ? weights[places[i]] : 0;
      }
    }
    return best;
  }

  /** As much of the beginning as enough owners have whole. */
  private String common(Stretch stretch) {
    String bytes = stretch.bytes();
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

  /** What was taken weighs nothing any more; of what was not, its beginning. */
  private void forget(Stretch stretch, String common) {
    int grams = Math.max(1, common.length() - GRAM + 1);
    for (int i = stretch.from(); i < Math.min(stretch.to(), stretch.from() + grams); i++) {
      weights[stretch.text().places[i]] = 0;
    }
  }

  private static Optional<Dictionary> joined(List<String> stretches) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = stretches.size() - 1; i >= 0; i--) {
      all.writeBytes(stretches.get(i).getBytes(ISO_8859_1));
    }
    return all.size() == 0 ? Optional.empty() : Optional.of(new Dictionary(all.toByteArray()));
  }
}
