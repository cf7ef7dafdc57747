package dev.sojourn.redis.wire;

/**
 * What a script answered that waited for replicas.
 *
 * @param script the script's answer
 * @param replicas how many replicas have what it wrote
 */
public record Confirmed(Evaluated script, int replicas) {}
