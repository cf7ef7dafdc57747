package dev.sojourn.redis;

import dev.sojourn.SessionRecord;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.advice.FormSize;
import dev.sojourn.redis.advice.SampledSession;
import dev.sojourn.redis.advice.Sizes;
import dev.sojourn.redis.care.Sampling;
import dev.sojourn.redis.wire.Evaluated;
import dev.sojourn.redis.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Takes the sample that an advice is made of. Not thread-safe. */
final class Sampler {

  /** How many are written in each form. */
  private static final int WRITTEN = 200;

  /** {@code MEMORY USAGE} says of a JSON document a fifth more than it takes. */
  private static final double JSON_OVERSTATED = 1.2;

  private final Wire wire;
  private final Keyspace keys;
  private final Lookup lookup;
  private final List<Candidate> forms;
  private final Sampling sampling;

  Sampler(Wire wire, Keyspace keys, Lookup lookup, List<Candidate> forms) {
    this.wire = wire;
    this.keys = keys;
    this.lookup = lookup;
    this.forms = forms;
    this.sampling = new Sampling(wire, keys);
  }

  Advice advise(int most, Duration watch, Consumer<String> progress) {
    List<String> found =
        sampling.sessions(most, count -> progress.accept("found " + count + " sessions"));
    long begun = System.nanoTime();
    List<Found> read = read(found);
    List<SampledSession> sample = sample(found, read);
    List<FormSize> sizes = forms.stream().map(form -> written(form, sample, progress)).toList();
    await(begun + watch.toNanos(), progress);
    Map<String, SessionRecord> later = records(found, read(found));
    Duration watched = Duration.ofNanos(System.nanoTime() - begun);
    int unreadable = (int) read.stream().filter(Found.Unreadable.class::isInstance).count();
    return Advice.of(sample, unreadable, later, watched, sizes);
  }

  private List<Found> read(List<String> found) {
    return sampling.each(found, key -> lookup.find(keys.sessionId(key).orElseThrow(), key));
  }

  private List<SampledSession> sample(List<String> found, List<Found> read) {
    List<Long> bytes = sampling.each(found, this::memory);
    List<SampledSession> sample = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (read.get(i) instanceof There there && bytes.get(i) > 0) {
        sample.add(sampled(there, bytes.get(i)));
      }
    }
    return sample;
  }

  private CompletionStage<Long> memory(String key) {
    return wire.bulk().memory(List.of(key)).thenApply(bytes -> bytes.get(0));
  }

  private static SampledSession sampled(There there, long bytes) {
    SessionRecord record = there.record();
    return new SampledSession(
        there.key(),
        Candidate.of(there.layout()),
        stated(there.layout().scripts().prelude(), bytes),
        record,
        Duration.between(record.lastAccessAt(), there.now()));
  }

  private FormSize written(Candidate form, List<SampledSession> sample, Consumer<String> progress) {
    progress.accept("measuring layout " + form.form());
    Map<String, SessionRecord> records = new HashMap<>();
    sample.stream().limit(WRITTEN).forEach(one -> records.put(one.key(), one.record()));
    List<Long> bytes =
        sampling.each(
            List.copyOf(records.keySet()),
            key -> written(form, key, Objects.requireNonNull(records.get(key))));
    return new FormSize(form.form(), Sizes.of(bytes));
  }

  /** Beside the session, for a moment that nobody else sees. */
  private CompletionStage<Long> written(Candidate form, String key, SessionRecord record) {
    List<String> args =
        new ArrayList<>(
            List.of(
                Long.toString(record.createdAt().toEpochMilli()),
                Long.toString(record.lastAccessAt().toEpochMilli())));
    args.addAll(form.layout().record(record));
    return wire.run(form.layout().scripts().probeMemory(), List.of(keys.besideAlike(key)), args)
        .thenApply(Evaluated::status)
        .thenApply(bytes -> stated(form.form().layout(), bytes));
  }

  private static long stated(String layout, long bytes) {
    return layout.equals("json") ? Math.round(bytes / JSON_OVERSTATED) : bytes;
  }

  private static Map<String, SessionRecord> records(List<String> found, List<Found> read) {
    Map<String, SessionRecord> records = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      if (read.get(i) instanceof There there) {
        records.put(found.get(i), there.record());
      }
    }
    return records;
  }

  private static void await(long end, Consumer<String> progress) {
    progress.accept("waiting to see what changes");
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
