package dev.sojourn.redis.internal.layout;

import dev.sojourn.redis.internal.script.Script;

/**
 * The Lua scripts of a layout: the same operations for each, on a prelude that reads and writes the
 * layout.
 *
 * @param prelude the name of the layout, and of its prelude
 * @param create creates a session
 * @param createWithin creates a session if the user's limit allows it
 * @param touch extends the TTL
 * @param prove decides on a pending or replaced secret
 * @param rotate issues a new secret
 * @param login continues the session under a new id
 * @param join adds a secret for a repeated login
 * @param logout ends the session, without its index
 * @param leave ends the session under its old id, after it was copied to another slot
 * @param update changes the session
 * @param probeMemory writes a session for a moment, to measure its memory
 */
public record LayoutScripts(
    String prelude,
    Script create,
    Script createWithin,
    Script touch,
    Script prove,
    Script rotate,
    Script login,
    Script join,
    Script logout,
    Script leave,
    Script update,
    Script probeMemory) {

  /** For scripts that keep users logged in and allocate next to nothing; must come first. */
  private static final String OOM = "even_out_of_memory";

  /** The scripts of the layout of that name. */
  static LayoutScripts on(String prelude) {
    return new LayoutScripts(
        prelude,
        Script.of("common", prelude + "_write", "create"),
        Script.of("common", "admit", prelude + "_write", "create"),
        Script.of(OOM, "common", "head", prelude, "touch"),
        Script.of(OOM, "common", "head", prelude, "prove"),
        Script.of("common", "head", prelude, "rotate"),
        Script.of("common", "head", prelude, "admit", "login"),
        Script.of("common", "head", prelude, "join"),
        Script.of(OOM, "common", "head", prelude, "logout"),
        Script.of("common", "head", prelude, "leave"),
        Script.of("common", "head", prelude, "update_timeouts", "update_" + prelude),
        Script.of("common", prelude + "_write", "probe_memory"));
  }

  /** The script that reads in one layout and writes in the other. */
  static Script move(String from, String to) {
    return Script.of("common", "head", from, to + "_write", "migrate");
  }
}
