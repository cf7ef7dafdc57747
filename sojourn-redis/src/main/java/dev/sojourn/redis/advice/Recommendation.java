package dev.sojourn.redis.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The recommended form.
 *
 * @param form the form
 * @param reason why it is recommended, in one sentence
 * @param savedBytes average bytes saved per session compared to now; negative when it takes more
 */
public record Recommendation(Form form, String reason, double savedBytes) {

  /** Sessions change often when more than this share of them changes per minute. */
  static final double OFTEN = 0.01;

  /** How much larger than the smallest a simpler form may be: readable data is worth it. */
  private static final double TOLERANCE = 1.1;

  /** Average bytes above which an attribute is large. */
  private static final long LARGE = 256;

  /**
   * Recommends a form; empty without sessions or forms.
   *
   * @param now the memory that the sample uses now
   * @param forms the memory that it would use in each form, the simplest first
   */
  static Optional<Recommendation> of(
      SizeSample now, List<FormSize> forms, List<AttributeUse> attributes, SessionUse use) {
    if (now.count() == 0 || forms.isEmpty()) {
      return Optional.empty();
    }
    if (use.changesAMinute() <= OFTEN) {
      return Optional.of(least(now, forms, "sessions rarely change"));
    }
    return Optional.of(
        changesLarge(attributes) && has(forms, "json")
            ? least(now, uncompressed(forms, "json"), LARGE_REASON)
            : least(now, uncompressed(forms, "hash"), OFTEN_REASON));
  }

  private static final String OFTEN_REASON =
      "sessions often change, and in a hash changes of different attributes do not conflict";
  private static final String LARGE_REASON =
      "large attributes often change, and in a JSON document only the changed member is written";

  private static Recommendation least(SizeSample now, List<FormSize> forms, String why) {
    double least = forms.stream().mapToDouble(form -> form.bytes().mean()).min().orElseThrow();
    FormSize chosen =
        forms.stream()
            .filter(form -> form.bytes().mean() <= TOLERANCE * least)
            .findFirst()
            .orElseThrow();
    String reason = why + "; this is the simplest suitable form within 10 % of the smallest";
    return new Recommendation(chosen.form(), reason, now.mean() - chosen.bytes().mean());
  }

  /** Uncompressed forms: values that change often are better not compressed. */
  private static List<FormSize> uncompressed(List<FormSize> forms, String layout) {
    return of(forms, layout).filter(form -> !form.form().compressed()).toList();
  }

  private static boolean has(List<FormSize> forms, String layout) {
    return of(forms, layout).findAny().isPresent();
  }

  private static Stream<FormSize> of(List<FormSize> forms, String layout) {
    return forms.stream().filter(form -> form.form().layout().equals(layout));
  }

  /** Whether the attribute that changes most is large. */
  private static boolean changesLarge(List<AttributeUse> attributes) {
    return attributes.stream()
        .filter(use -> use.changed() > 0)
        .max(Comparator.comparingInt(AttributeUse::changed))
        .filter(use -> use.bytes() > LARGE * use.sessions())
        .isPresent();
  }
}
