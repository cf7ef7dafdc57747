package dev.sojourn.redis.internal.maintenance;

import dev.sojourn.redis.internal.script.Script;
import java.util.List;

/** The Lua scripts of the jobs. A sweep frees memory, so it also runs on a server without any. */
public final class MaintenanceScripts {

  static final Script SWEEP = Script.of("even_out_of_memory", "sweep");
  static final Script BEGIN = Script.of("even_out_of_memory", "common", "job_begin");
  static final Script REPORT = Script.of("even_out_of_memory", "common", "job_report");
  static final Script PROBE = Script.of("try", "probe_maintenance");

  private MaintenanceScripts() {}

  /** All of them. */
  public static List<Script> all() {
    return List.of(SWEEP, BEGIN, REPORT, PROBE);
  }
}
