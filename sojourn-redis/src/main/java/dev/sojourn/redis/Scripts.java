package dev.sojourn.redis;

import dev.sojourn.redis.script.Script;

/** The scripts that do not care how a session lies in Redis. */
final class Scripts {

  static final Script REVOKE = Script.of("common", "lives", "revoke");
  static final Script REVOKE_ALL = Script.of("common", "lives", "revoke_all");
  static final Script STAMP = Script.of("stamp");
  static final Script PRUNE = Script.of("common", "prune");
  static final Script PROBE = Script.of("try", "probe");
  static final Script PROBE_MIGRATE = Script.of("try", "probe_migrate");
  static final Script PROBE_JSON = Script.of("try", "probe_json");

  private Scripts() {}
}
