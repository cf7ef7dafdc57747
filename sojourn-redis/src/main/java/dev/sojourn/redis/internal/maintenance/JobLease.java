package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.JobSettings;
import dev.sojourn.redis.internal.connection.ScriptResult;
import dev.sojourn.redis.internal.connection.ScriptRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The right to do a job, of one in the fleet: {@code sweep:lease} holds a fencing number and its
 * owner, and expires unless it is kept. Whoever lost it, paused perhaps for long, writes no more of
 * how its job stands.
 */
final class JobLease {

  private static final int OWNER_BYTES = 16;
  private static final String GIVEN_UP = "0";

  private final ScriptRunner scripts;
  private final MaintenanceKeys.JobKeys jobKeys;
  private final JobSettings settings;
  private final String value;

  private JobLease(
      ScriptRunner scripts, MaintenanceKeys.JobKeys jobKeys, JobSettings settings, String value) {
    this.scripts = scripts;
    this.jobKeys = jobKeys;
    this.settings = settings;
    this.value = value;
  }

  /**
   * A lease that was taken.
   *
   * @param jobLease the lease
   * @param latest the latest job's fields, with what an unfinished one left
   */
  record Taken(JobLease jobLease, Map<String, String> latest) {}

  /** Takes the lease; empty when another has it. */
  static CompletionStage<Optional<Taken>> take(
      ScriptRunner scripts, MaintenanceKeys.JobKeys jobKeys, JobSettings settings, String kind) {
    return scripts
        .run(
            MaintenanceScripts.BEGIN,
            List.of(jobKeys.lease(), jobKeys.latest()),
            List.of(newOwner(), millis(settings.lease()), millis(settings.remembered()), kind))
        .thenApply(
            answer ->
                answer.status() == 0
                    ? Optional.empty()
                    : Optional.of(
                        new Taken(
                            new JobLease(scripts, jobKeys, settings, answer.texts().get(0)),
                            JobStatus.fields(answer.texts().subList(1, answer.texts().size())))));
  }

  /** Keeps the lease and writes how the job stands; empty when the lease is lost. */
  CompletionStage<Optional<Map<String, String>>> keep(List<String> fields) {
    return report(millis(settings.lease()), fields);
  }

  /** Gives the lease up and writes how the job ended; empty when the lease is lost. */
  CompletionStage<Optional<Map<String, String>>> end(
      List<String> progress, String state, Optional<String> detail) {
    List<String> fields = new ArrayList<>(progress);
    fields.addAll(List.of("state", state));
    detail.ifPresent(text -> fields.addAll(List.of("detail", text)));
    return report(GIVEN_UP, fields);
  }

  private CompletionStage<Optional<Map<String, String>>> report(
      String runsOn, List<String> fields) {
    List<String> args = new ArrayList<>(List.of(value, runsOn, millis(settings.remembered())));
    args.addAll(fields);
    return scripts
        .run(
            MaintenanceScripts.REPORT,
            List.of(jobKeys.lease(), jobKeys.latest()),
            List.copyOf(args))
        .thenApply(JobLease::latest);
  }

  private static Optional<Map<String, String>> latest(ScriptResult answer) {
    return answer.status() == 0 ? Optional.empty() : Optional.of(JobStatus.fields(answer.texts()));
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
