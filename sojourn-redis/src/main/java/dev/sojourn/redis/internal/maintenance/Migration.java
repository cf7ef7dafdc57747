package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.connection.BatchCommands;
import dev.sojourn.redis.internal.maintenance.RecordMigrator.Outcome;
import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The migration: rewrites every session in the layout and form of the {@link RecordMigrator}. Its
 * status is a hash:
 *
 * <pre>
 * HGETALL migrate:latest
 * fence 7  state done  kind move_to_string  moved 1000000  already 0  ended 3  unreadable 0  busy 0
 * started_at 1795520615456  updated_at 1795520655456  cursors 5f9c…=over
 * </pre>
 */
final class Migration implements JobTask {

  private static final String TO = "_to_";

  private final MaintenanceKeys keys;
  private final RecordMigrator migrator;
  private final MigrationMode kind;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

  /** A migration that resumes from saved status fields. */
  Migration(
      MaintenanceKeys keys,
      RecordMigrator migrator,
      MigrationMode kind,
      Map<String, String> saved) {
    this.keys = keys;
    this.migrator = migrator;
    this.kind = kind;
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, JobStatus.number(saved, JobStatus.name(outcome)));
    }
    counts.put(Outcome.BUSY, 0L); // a resumed scan does not come back to those
  }

  /** The kind that is saved; an unfinished migration is resumed only by one of the same kind. */
  static String kind(MigrationMode kind, RecordMigrator migrator) {
    return JobStatus.name(kind) + TO + migrator.target();
  }

  /** The report of a migration; missing or damaged fields count as zero. */
  static MigrationReport report(Map<String, String> fields) {
    String kind = fields.getOrDefault("kind", "");
    int to = kind.indexOf(TO);
    return new MigrationReport(
        JobStatus.state(fields.getOrDefault("state", "")),
        kind.startsWith(JobStatus.name(MigrationMode.DRY_RUN))
            ? MigrationMode.DRY_RUN
            : MigrationMode.MOVE,
        to < 0 ? "" : kind.substring(to + TO.length()),
        number(fields, Outcome.MOVED),
        number(fields, Outcome.ALREADY),
        number(fields, Outcome.ENDED),
        number(fields, Outcome.UNREADABLE),
        number(fields, Outcome.BUSY),
        JobStatus.startedAt(fields),
        JobStatus.elapsed(fields),
        JobStatus.detail(fields));
  }

  @Override
  public String keyPattern() {
    return keys.sessionPattern();
  }

  /** Migrates the keys that are sessions. */
  @Override
  public void process(List<String> found, RateLimiter rateLimiter) {
    List<String> sessions = found.stream().filter(keys::isSession).toList();
    int from = 0;
    while (from < sessions.size()) {
      int to = Math.min(from + rateLimiter.batchSize(), sessions.size());
      List<String> batch = sessions.subList(from, to);
      rateLimiter.run(() -> migrate(batch)).forEach(one -> counts.merge(one, 1L, Long::sum));
      from = to;
    }
  }

  private CompletionStage<List<Outcome>> migrate(List<String> batch) {
    return BatchCommands.all(
        batch.stream()
            .map(key -> kind == MigrationMode.MOVE ? migrator.migrate(key) : migrator.dryRun(key))
            .map(CompletionStage::toCompletableFuture)
            .toList());
  }

  @Override
  public List<String> progress() {
    List<String> fields = new ArrayList<>(List.of("kind", kind(kind, migrator)));
    counts.forEach(
        (outcome, count) -> fields.addAll(List.of(JobStatus.name(outcome), Long.toString(count))));
    return fields;
  }

  private static long number(Map<String, String> fields, Outcome outcome) {
    return JobStatus.number(fields, JobStatus.name(outcome));
  }
}
