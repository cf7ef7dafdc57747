package dev.sojourn.redis.internal.connection;

/**
 * What a script answered that waited for replicas.
 *
 * @param script the script's answer
 * @param replicas how many replicas have what it wrote
 */
public record ReplicatedResult(ScriptResult script, int replicas) {}
