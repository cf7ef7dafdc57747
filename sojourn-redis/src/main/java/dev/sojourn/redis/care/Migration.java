package dev.sojourn.redis.care;

import dev.sojourn.redis.care.Mover.Moved;
import dev.sojourn.redis.wire.Bulk;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.MigrationReport.Kind;
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
final class Migration implements Task {

  private static final String TO = "_to_";

  private final CareKeys keys;
  private final Mover mover;
  private final Kind kind;
  private final Map<Moved, Long> counts = new EnumMap<>(Moved.class);

  /** One that goes on with what was remembered. */
  Migration(CareKeys keys, Mover mover, Kind kind, Map<String, String> remembered) {
    this.keys = keys;
    this.mover = mover;
    this.kind = kind;
    for (Moved moved : Moved.values()) {
      counts.put(moved, Latest.number(remembered, Latest.name(moved)));
    }
    counts.put(Moved.BUSY, 0L); // the walk does not come by those again
  }

  /** What is remembered as its kind: only one of the same is gone on with. */
  static String kind(Kind kind, Mover mover) {
    return Latest.name(kind) + TO + mover.name();
  }

  /** The report; what is missing or damaged counts as nothing. */
  static MigrationReport report(Map<String, String> fields) {
    String kind = fields.getOrDefault("kind", "");
    int to = kind.indexOf(TO);
    return new MigrationReport(
        Latest.state(fields.getOrDefault("state", "")),
        kind.startsWith(Latest.name(Kind.DRY_RUN)) ? Kind.DRY_RUN : Kind.MOVE,
        to < 0 ? "" : kind.substring(to + TO.length()),
        number(fields, Moved.MOVED),
        number(fields, Moved.ALREADY),
        number(fields, Moved.ENDED),
        number(fields, Moved.UNREADABLE),
        number(fields, Moved.BUSY),
        Latest.startedAt(fields),
        Latest.took(fields),
        Latest.detail(fields));
  }

  @Override
  public String pattern() {
    return keys.sessionPattern();
  }

  /** Moves those of these keys that are sessions. */
  @Override
  public void work(List<String> found, Pacing pacing) {
    List<String> sessions = found.stream().filter(keys::isSession).toList();
    int from = 0;
    while (from < sessions.size()) {
      List<String> some = sessions.subList(from, Math.min(from + pacing.size(), sessions.size()));
      from += some.size();
      pacing.work(() -> moved(some)).forEach(moved -> counts.merge(moved, 1L, Long::sum));
    }
  }

  private CompletionStage<List<Moved>> moved(List<String> some) {
    return Bulk.all(
        some.stream()
            .map(key -> kind == Kind.MOVE ? mover.move(key) : mover.look(key))
            .map(CompletionStage::toCompletableFuture)
            .toList());
  }

  @Override
  public List<String> toBeRemembered() {
    List<String> fields = new ArrayList<>(List.of("kind", kind(kind, mover)));
    counts.forEach(
        (moved, count) -> fields.addAll(List.of(Latest.name(moved), Long.toString(count))));
    return fields;
  }

  private static long number(Map<String, String> fields, Moved moved) {
    return Latest.number(fields, Latest.name(moved));
  }
}
