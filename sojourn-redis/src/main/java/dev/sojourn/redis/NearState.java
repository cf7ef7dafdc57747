package dev.sojourn.redis;

import dev.sojourn.redis.near.NearMeters;
import dev.sojourn.redis.near.RedisInvalidationBus.Wires;

/**
 * How the connections for invalidations are, and what was counted since the process began.
 *
 * @param counted what was counted
 * @param wires how many connections there are, are subscribed, and have proved themselves
 * @param entries how many sessions are kept near, roughly
 */
public record NearState(NearMeters counted, Wires wires, long entries) {}
