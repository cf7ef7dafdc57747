package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.ScriptRunner;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The lease that lets one server of the fleet run a job: the key {@code sweep:lease} holds a
 * fencing token and its owner, and expires unless it is renewed. A holder that lost the lease,
 * perhaps after a long pause, can no longer write the job's status.
 */
final class JobLease {

  private static final int OWNER_BYTES = 16;
  private static final String RELEASE_NOW = "0";

  private final ScriptRunner scripts;
  private final MaintenanceKeys.JobKeys keys;
  private final JobSettings settings;
  private final String token;

  private JobLease(
      ScriptRunner scripts, MaintenanceKeys.JobKeys keys, JobSettings settings, String token) {
    this.scripts = scripts;
    this.keys = keys;
    this.settings = settings;
    this.token = token;
  }

  /**
   * A lease that was acquired.
   *
   * @param lease the lease
   * @param status the job's status fields, with the progress of an unfinished run to resume
   */
  record Acquired(JobLease lease, Map<String, String> status) {}

  /** Acquires the lease; empty when another server holds it. */
  static CompletionStage<Optional<Acquired>> acquire(
      ScriptRunner scripts, MaintenanceKeys.JobKeys keys, JobSettings settings, String kind) {
    return scripts
        .run(
            MaintenanceScripts.BEGIN,
            List.of(keys.lease(), keys.latest()),
            List.of(newOwner(), millis(settings.lease()), millis(settings.retention()), kind))
        .thenApply(
            answer ->
                answer.isDone()
                    ? Optional.of(
                        new Acquired(
                            new JobLease(scripts, keys, settings, answer.texts().get(0)),
                            JobStatus.fields(answer.texts().subList(1, answer.texts().size()))))
                    : Optional.empty());
  }

  /** Renews the lease and saves the progress; empty when the lease was lost. */
  CompletionStage<Optional<Map<String, String>>> renew(List<String> progress) {
    return report(millis(settings.lease()), progress);
  }

  /** Releases the lease and saves how the job ended; empty when the lease was lost. */
  CompletionStage<Optional<Map<String, String>>> release(
      List<String> progress, String state, Optional<String> detail) {
    List<String> fields = new ArrayList<>(progress);
    fields.addAll(List.of("state", state));
    detail.ifPresent(text -> fields.addAll(List.of("detail", text)));
    return report(RELEASE_NOW, fields);
  }

  private CompletionStage<Optional<Map<String, String>>> report(
      String leaseMillis, List<String> fields) {
    List<String> args = new ArrayList<>(List.of(token, leaseMillis, millis(settings.retention())));
    args.addAll(fields);
    return scripts
        .run(MaintenanceScripts.REPORT, List.of(keys.lease(), keys.latest()), List.copyOf(args))
        .thenApply(JobLease::status);
  }

  private static Optional<Map<String, String>> status(ScriptResult answer) {
    return answer.isDone() ? Optional.of(JobStatus.fields(answer.texts())) : Optional.empty();
  }

  private static String newOwner() {
    byte[] owner = new byte[OWNER_BYTES];
    new SecureRandom().nextBytes(owner);
    return HexFormat.of().formatHex(owner);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
