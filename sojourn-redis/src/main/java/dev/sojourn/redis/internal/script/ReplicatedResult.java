package dev.sojourn.redis.internal.script;

/**
 * The result of a script that waited for replicas.
 *
 * @param script the script's result
 * @param replicas how many replicas have its writes
 */
public record ReplicatedResult(ScriptResult script, int replicas) {}
