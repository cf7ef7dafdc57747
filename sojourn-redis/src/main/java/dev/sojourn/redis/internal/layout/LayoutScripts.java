package dev.sojourn.redis.internal.layout;

import dev.sojourn.redis.internal.script.Script;

/**
 * The scripts of a layout: the same operations, on its own prelude.
 *
 * @param prelude its name
 * @param create makes a session
 * @param createWithin makes a session where a limit allows
 * @param touch slides it
 * @param prove decides on a secret that was handed out, or replaced
 * @param rotate hands out a secret
 * @param login continues it under a new id
 * @param leave ends its old place after a copy to another slot
 * @param update changes it
 * @param probeMemory writes one for a moment, to learn what it takes
 */
public record LayoutScripts(
    String prelude,
    Script create,
    Script createWithin,
    Script touch,
    Script prove,
    Script rotate,
    Script login,
    Script leave,
    Script update,
    Script probeMemory) {

  /** For what keeps people logged in, and allocates next to nothing; must come first. */
  private static final String OOM = "even_out_of_memory";

  /** The scripts on the prelude of that name. */
  static LayoutScripts on(String prelude) {
    return new LayoutScripts(
        prelude,
        Script.of("common", prelude + "_write", "create"),
        Script.of("common", "admit", prelude + "_write", "create"),
        Script.of(OOM, "common", "head", prelude, "touch"),
        Script.of(OOM, "common", "head", prelude, "prove"),
        Script.of("common", "head", prelude, "rotate"),
        Script.of("common", "head", prelude, "admit", "login"),
        Script.of("common", "head", prelude, "leave"),
        Script.of("common", "head", prelude, "update_timeouts", "update_" + prelude),
        Script.of("common", prelude + "_write", "probe_memory"));
  }

  /** Reads by one prelude, writes by the other. */
  static Script move(String from, String to) {
    return Script.of("common", "head", from, to + "_write", "migrate");
  }
}
