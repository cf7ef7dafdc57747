package dev.sojourn.redis.advice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The form that fits.
 *
 * @param form it
 * @param reason why, in a sentence
 * @param savedBytes what each session would take less than now, on average; below zero when more
 */
public record Recommendation(Form form, String reason, double savedBytes) {

  /** Sessions that change more often than this part of them in a minute change often. */
  static final double OFTEN = 0.01;

  /** What is simpler may take so much more than the least: names that people read are worth it. */
  private static final double WORTH = 1.1;

  private static final long LARGE = 256;

  /**
   * Chooses; empty when there was nothing to choose by.
   *
   * @param now what the sample takes as it lies
   * @param forms what it would take, the simplest first
   */
  static Optional<Recommendation> of(
      SizeSample now, List<FormSize> forms, List<AttributeUse> attributes, SessionUse use) {
    if (now.count() == 0 || forms.isEmpty()) {
      return Optional.empty();
    }
    if (use.changesAMinute() <= OFTEN) {
      return Optional.of(least(now, forms, "sessions seldom change"));
    }
    return Optional.of(
        changesLarge(attributes) && has(forms, "json")
            ? least(now, plain(forms, "json"), LARGE_REASON)
            : least(now, plain(forms, "hash"), OFTEN_REASON));
  }

  private static final String OFTEN_REASON =
      "sessions often change, and in a hash changes of different attributes never meet";
  private static final String LARGE_REASON =
      "large attributes often change, and of a JSON document only the changed member moves";

  private static Recommendation least(SizeSample now, List<FormSize> forms, String why) {
    double least = forms.stream().mapToDouble(form -> form.bytes().mean()).min().orElseThrow();
    FormSize chosen =
        forms.stream()
            .filter(form -> form.bytes().mean() <= WORTH * least)
            .findFirst()
            .orElseThrow();
    String reason =
        why + "; it is the simplest form within a tenth of the least bytes that this leaves";
    return new Recommendation(chosen.form(), reason, now.mean() - chosen.bytes().mean());
  }

  /** Values that are changed often are better not compressed. */
  private static List<FormSize> plain(List<FormSize> forms, String layout) {
    return of(forms, layout).filter(form -> !form.form().compressed()).toList();
  }

  private static boolean has(List<FormSize> forms, String layout) {
    return of(forms, layout).findAny().isPresent();
  }

  private static Stream<FormSize> of(List<FormSize> forms, String layout) {
    return forms.stream().filter(form -> form.form().layout().equals(layout));
  }

  /** Whether what changes most is large. */
  private static boolean changesLarge(List<AttributeUse> attributes) {
    return attributes.stream()
        .filter(use -> use.changed() > 0)
        .max(Comparator.comparingInt(AttributeUse::changed))
        .filter(use -> use.bytes() > LARGE * use.sessions())
        .isPresent();
  }
}
