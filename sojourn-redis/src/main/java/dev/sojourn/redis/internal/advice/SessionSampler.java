package dev.sojourn.redis.internal.advice;

import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.advice.FormSize;
import dev.sojourn.redis.advice.SampledSession;
import dev.sojourn.redis.advice.SizeSample;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.keys.Keyspace;
import dev.sojourn.redis.internal.lookup.LookupResult;
import dev.sojourn.redis.internal.lookup.LookupResult.Hit;
import dev.sojourn.redis.internal.lookup.SessionLookup;
import dev.sojourn.redis.internal.maintenance.KeySampling;
import dev.sojourn.redis.internal.script.ScriptResult;
import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Takes the sample that the advice is based on. Blocks. Not thread-safe. */
public final class SessionSampler {

  /** How many sessions are written in each form. */
  private static final int MEASURED = 200;

  /** {@code MEMORY USAGE} overstates a JSON document by a fifth. */
  private static final double JSON_OVERSTATEMENT = 1.2;

  private final RedisConnection connection;
  private final Keyspace keys;
  private final SessionLookup lookup;
  private final List<CandidateForm> forms;
  private final KeySampling sampling;

  public SessionSampler(
      RedisConnection connection, Keyspace keys, SessionLookup lookup, List<CandidateForm> forms) {
    this.connection = connection;
    this.keys = keys;
    this.lookup = lookup;
    this.forms = forms;
    this.sampling = new KeySampling(connection, keys);
  }

  public Advice advise(int max, Duration watch, Consumer<String> progress) {
    List<String> found =
        sampling.sessions(max, count -> progress.accept("found " + count + " sessions"));
    long start = System.nanoTime();
    List<LookupResult> read = read(found);
    List<SampledSession> sample = sample(found, read);
    List<FormSize> sizes = forms.stream().map(form -> measure(form, sample, progress)).toList();
    await(start + watch.toNanos(), progress);
    Map<String, SessionRecord> later = records(found, read(found));
    Duration watched = Duration.ofNanos(System.nanoTime() - start);
    int unreadable =
        (int) read.stream().filter(LookupResult.UnreadableRecord.class::isInstance).count();
    return Advice.of(sample, unreadable, later, watched, sizes);
  }

  private List<LookupResult> read(List<String> found) {
    return sampling.each(found, key -> lookup.find(keys.sessionId(key).orElseThrow(), key));
  }

  private List<SampledSession> sample(List<String> found, List<LookupResult> read) {
    List<Long> bytes = sampling.each(found, this::memory);
    List<SampledSession> sample = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (read.get(i) instanceof Hit hit && bytes.get(i) > 0) {
        sample.add(sampled(hit, bytes.get(i)));
      }
    }
    return sample;
  }

  private CompletionStage<Long> memory(String key) {
    return connection.bulk().memory(List.of(key)).thenApply(bytes -> bytes.get(0));
  }

  private static SampledSession sampled(Hit hit, long bytes) {
    SessionRecord record = hit.record();
    return new SampledSession(
        hit.key(),
        CandidateForm.of(hit.layout()),
        corrected(hit.layout().scripts().prelude(), bytes),
        record,
        Duration.between(record.lastAccessAt(), hit.now()));
  }

  private FormSize measure(
      CandidateForm form, List<SampledSession> sample, Consumer<String> progress) {
    progress.accept("measuring layout " + form.form());
    Map<String, SessionRecord> records = new HashMap<>();
    sample.stream().limit(MEASURED).forEach(one -> records.put(one.key(), one.record()));
    List<Long> bytes =
        sampling.each(
            List.copyOf(records.keySet()),
            key -> measure(form, key, Objects.requireNonNull(records.get(key))));
    return new FormSize(form.form(), SizeSample.of(bytes));
  }

  /** Writes the session under a temporary key, which the same script deletes again. */
  private CompletionStage<Long> measure(CandidateForm form, String key, SessionRecord record) {
    List<String> args =
        new ArrayList<>(
            List.of(
                Long.toString(record.createdAt().toEpochMilli()),
                Long.toString(record.lastAccessAt().toEpochMilli())));
    args.addAll(form.layout().record(record));
    return connection
        .run(form.layout().scripts().probeMemory(), List.of(keys.besideAlike(key)), args)
        .thenApply(ScriptResult::number)
        .thenApply(bytes -> corrected(form.form().layout(), bytes));
  }

  private static long corrected(String layout, long bytes) {
    return layout.equals("json") ? Math.round(bytes / JSON_OVERSTATEMENT) : bytes;
  }

  private static Map<String, SessionRecord> records(List<String> found, List<LookupResult> read) {
    Map<String, SessionRecord> records = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      if (read.get(i) instanceof Hit hit) {
        records.put(found.get(i), hit.record());
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
