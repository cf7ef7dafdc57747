package dev.sojourn.redis.internal.operation;

import dev.sojourn.redis.internal.script.Script;

/** The scripts that work in every layout. */
public final class OperationScripts {

  public static final Script REVOKE = Script.of("common", "revoke");
  public static final Script REVOKE_ALL = Script.of("common", "revoke_all");
  public static final Script STAMP = Script.of("stamp");
  public static final Script PRUNE = Script.of("common", "prune");
  public static final Script PROBE = Script.of("try", "probe");
  public static final Script PROBE_MIGRATE = Script.of("try", "probe_migrate");
  public static final Script PROBE_JSON = Script.of("try", "probe_json");

  private OperationScripts() {}
}
