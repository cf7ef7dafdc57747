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
 * Moves every session into another form. Noted as a hash:
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
  private final RecordMigrator recordMigrator;
  private final MigrationMode kind;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

  /** One that goes on with what was remembered. */
  Migration(
      MaintenanceKeys keys,
      RecordMigrator recordMigrator,
      MigrationMode kind,
      Map<String, String> remembered) {
    this.keys = keys;
    this.recordMigrator = recordMigrator;
    this.kind = kind;
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, JobStatus.number(remembered, JobStatus.name(outcome)));
    }
    counts.put(Outcome.BUSY, 0L); // the walk does not come by those again
  }

  /** What is remembered as its kind: only one of the same is gone on with. */
  static String kind(MigrationMode kind, RecordMigrator recordMigrator) {
    return JobStatus.name(kind) + TO + recordMigrator.name();
  }

  /** The report; what is missing or damaged counts as nothing. */
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
        JobStatus.took(fields),
        JobStatus.detail(fields));
  }

  @Override
  public String pattern() {
    return keys.sessionPattern();
  }

  /** Moves those of these keys that are sessions. */
  @Override
  public void work(List<String> found, RateLimiter rateLimiter) {
    List<String> sessions = found.stream().filter(keys::isSession).toList();
    int from = 0;
    while (from < sessions.size()) {
      List<String> some =
          sessions.subList(from, Math.min(from + rateLimiter.size(), sessions.size()));
      from += some.size();
      rateLimiter.work(() -> moved(some)).forEach(outcome -> counts.merge(outcome, 1L, Long::sum));
    }
  }

  private CompletionStage<List<Outcome>> moved(List<String> some) {
    return BatchCommands.all(
        some.stream()
            .map(
                key ->
                    kind == MigrationMode.MOVE
                        ? recordMigrator.move(key)
                        : recordMigrator.look(key))
            .map(CompletionStage::toCompletableFuture)
            .toList());
  }

  @Override
  public List<String> toBeRemembered() {
    List<String> fields = new ArrayList<>(List.of("kind", kind(kind, recordMigrator)));
    counts.forEach(
        (outcome, count) -> fields.addAll(List.of(JobStatus.name(outcome), Long.toString(count))));
    return fields;
  }

  private static long number(Map<String, String> fields, Outcome outcome) {
    return JobStatus.number(fields, JobStatus.name(outcome));
  }
}
