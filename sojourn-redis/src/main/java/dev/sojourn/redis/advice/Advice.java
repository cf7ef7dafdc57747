package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sample of the sessions says about the form that fits them.
 *
 * @param unreadable how many keys of the sample hold no session that can be read here
 * @param lying how many sessions of the sample lie in each form, by its words
 * @param now what they take as they lie, in bytes
 * @param forms what they would take, the simplest form first
 * @param attributes what attributes cost, the dearest first
 * @param use how they are used
 * @param recommendation the form that fits; empty when there are no sessions
 */
public record Advice(
    int unreadable,
    Map<String, Integer> lying,
    SizeSample now,
    List<FormSize> forms,
    List<AttributeUse> attributes,
    SessionUse use,
    Optional<Recommendation> recommendation) {

  /** Copies the collections. */
  public Advice {
    lying = new TreeMap<>(lying);
    forms = List.copyOf(forms);
    attributes = List.copyOf(attributes);
  }

  /**
   * Makes it.
   *
   * @param sample the sessions
   * @param unreadable how many keys beside them held none
   * @param later the same sessions at a second look, by their keys; some have ended
   * @param watched how long after the first look that was
   * @param forms what they would take, the simplest form first
   */
  public static Advice of(
      Collection<SampledSession> sample,
      int unreadable,
      Map<String, SessionRecord> later,
      Duration watched,
      List<FormSize> forms) {
    SizeSample now = SizeSample.of(sample.stream().map(SampledSession::bytes).toList());
    List<AttributeUse> attributes = AttributeUse.of(sample, later);
    SessionUse use = SessionUse.of(sample, later, watched);
    Map<String, Integer> lying =
        sample.stream()
            .collect(Collectors.toMap(session -> session.form().toString(), s -> 1, Integer::sum));
    return new Advice(
        unreadable,
        lying,
        now,
        forms,
        attributes,
        use,
        Recommendation.of(now, forms, attributes, use));
  }
}
