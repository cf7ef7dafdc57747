package dev.sojourn.redis.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The recommendation considers how often sessions change first, then size against simplicity. */
final class RecommendationTest {

  private static final SizeSample NOW = SizeSample.of(List.of(500L, 700L));
  private static final List<FormSize> FORMS =
      List.of(
          size("hash", false, false, 600),
          size("string", false, false, 500),
          size("json", false, false, 900),
          size("hash", true, false, 550),
          size("string", false, true, 350),
          size("string", true, true, 330));

  private static final List<AttributeUse> SMALL =
      List.of(new AttributeUse("cart", 2, 9_000, 0), new AttributeUse("count", 2, 20, 2));
  private static final List<AttributeUse> LARGE =
      List.of(new AttributeUse("cart", 2, 9_000, 2), new AttributeUse("count", 2, 20, 1));

  @Test
  void whatSeldomChangesTakesTheSimplestFormNearTheLeast() {
    Recommendation chosen = chosen(FORMS, SMALL, 0);
    assertThat(chosen.form()).isEqualTo(new Form("string", false, true));
    assertThat(chosen.savedBytes()).isEqualTo(600 - 350);
    assertThat(chosen.reason()).startsWith("sessions rarely change");
  }

  @Test
  void whatOftenChangesLiesInAHashUncompressed() {
    Recommendation chosen = chosen(FORMS, SMALL, 1);
    assertThat(chosen.form()).isEqualTo(new Form("hash", false, false));
    assertThat(chosen.reason()).contains("different attributes do not conflict");
  }

  @Test
  void largeAttributesThatOftenChangeAreDocuments() {
    assertThat(chosen(FORMS, LARGE, 1).form().layout()).isEqualTo("json");
    assertThat(chosen(FORMS, LARGE, 1).savedBytes()).isEqualTo(600 - 900);
    List<FormSize> withoutJson =
        FORMS.stream().filter(size -> !size.form().layout().equals("json")).toList();
    assertThat(chosen(withoutJson, LARGE, 1).form().layout()).isEqualTo("hash");
  }

  @Test
  void whatIsSimplerMayTakeATenthMore() {
    FormSize least = size("string", true, true, 100);
    Form simple = new Form("hash", false, false);
    assertThat(chosen(List.of(size("hash", false, false, 110), least), SMALL, 0).form())
        .isEqualTo(simple);
    assertThat(chosen(List.of(size("hash", false, false, 111), least), SMALL, 0).form())
        .isEqualTo(least.form());
  }

  @Test
  void moreThanAChangeInAHundredAMinuteIsOften() {
    assertThat(ofAHundred(1).reason()).startsWith("sessions rarely change");
    assertThat(ofAHundred(2).reason()).startsWith("sessions often change");
  }

  private static Recommendation ofAHundred(int changed) {
    List<Duration> all = Collections.nCopies(100, Duration.ofMinutes(1));
    SessionUse use = new SessionUse(all, all, 0, changed, Duration.ofMinutes(1));
    return Recommendation.of(NOW, FORMS, SMALL, use).orElseThrow();
  }

  @Test
  void ofNothingNothingIsSaid() {
    assertThat(Recommendation.of(SizeSample.of(List.of()), FORMS, SMALL, use(0))).isEmpty();
  }

  @Test
  void changesAreCountedByTheMinute() {
    assertThat(use(1).changesAMinute()).isEqualTo(3.0);
    assertThat(use(0).changesAMinute()).isZero();
  }

  @Test
  void aPercentileIsASizeOfTheSample() {
    SizeSample sizes =
        SizeSample.of(
            Stream.iterate(100L, size -> size - 1).limit(100).collect(Collectors.toList()));
    assertThat(sizes.percentile(0)).isEqualTo(1);
    assertThat(sizes.percentile(50)).isEqualTo(50);
    assertThat(sizes.percentile(99)).isEqualTo(99);
    assertThat(sizes.percentile(100)).isEqualTo(100);
    assertThat(sizes.mean()).isEqualTo(50.5);
    assertThat(SizeSample.of(List.of()).percentile(50)).isZero();
  }

  private static Recommendation chosen(
      List<FormSize> forms, List<AttributeUse> attributes, int changed) {
    return Recommendation.of(NOW, forms, attributes, use(changed)).orElseThrow();
  }

  private static SessionUse use(int changed) {
    List<Duration> two = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    return new SessionUse(two, two, 0, changed, Duration.ofSeconds(10));
  }

  private static FormSize size(String layout, boolean compact, boolean compressed, long bytes) {
    return new FormSize(new Form(layout, compact, compressed), SizeSample.of(List.of(bytes)));
  }
}
