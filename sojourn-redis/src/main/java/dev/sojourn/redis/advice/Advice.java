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
 * The result of {@link dev.sojourn.redis.RedisAdvisor}: the size and use of the sampled sessions,
 * and the recommended form. Immutable.
 *
 * @param unreadable number of sampled keys that hold no readable session
 * @param byForm number of sampled sessions in each form, by {@link Form#toString}
 * @param now the memory that the sessions use now, in bytes
 * @param forms the memory that they would use in each form, the simplest form first
 * @param attributes the size of each attribute, the largest first
 * @param use when sessions are accessed and changed
 * @param recommendation the recommended form; empty when there are no sessions
 */
public record Advice(
    int unreadable,
    Map<String, Integer> byForm,
    SizeSample now,
    List<FormSize> forms,
    List<AttributeUse> attributes,
    SessionUse use,
    Optional<Recommendation> recommendation) {

  /** Copies the collections. */
  public Advice {
    byForm = new TreeMap<>(byForm);
    forms = List.copyOf(forms);
    attributes = List.copyOf(attributes);
  }

  /**
   * Evaluates a sample.
   *
   * @param sample the sessions
   * @param unreadable number of keys beside them that hold no readable session
   * @param later the same sessions read a second time, by key; those that have ended are missing
   * @param watched time between the two reads
   * @param forms the memory that they would use in each form, the simplest form first
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
    Map<String, Integer> byForm =
        sample.stream()
            .collect(Collectors.toMap(session -> session.form().toString(), s -> 1, Integer::sum));
    return new Advice(
        unreadable,
        byForm,
        now,
        forms,
        attributes,
        use,
        Recommendation.of(now, forms, attributes, use));
  }
}
