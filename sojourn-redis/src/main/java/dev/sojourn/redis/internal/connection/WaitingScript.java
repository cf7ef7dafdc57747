package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.script.Script;
import java.util.List;

/**
 * A script that is to wait for replicas.
 *
 * @param script what is to be run
 * @param keys its keys
 * @param args its arguments
 * @param stamp a script that writes something in any case, and answers 1 if it did
 * @param stampKey its key, in the same slot
 * @param replicas how many replicas are to confirm
 */
public record WaitingScript(
    Script script,
    List<String> keys,
    List<String> args,
    Script stamp,
    String stampKey,
    int replicas) {}
