package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.script.Script;
import java.util.List;

/**
 * A script whose writes must reach replicas.
 *
 * @param script the script
 * @param keys its keys
 * @param args its arguments
 * @param stamp a script that always writes something, and returns 1 if it did
 * @param stampKey its key, in the same slot
 * @param replicas how many replicas must confirm
 */
public record WaitingScript(
    Script script,
    List<String> keys,
    List<String> args,
    Script stamp,
    String stampKey,
    int replicas) {}
