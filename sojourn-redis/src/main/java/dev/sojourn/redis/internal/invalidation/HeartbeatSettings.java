package dev.sojourn.redis.internal.invalidation;

import java.time.Duration;

/**
 * How often a wire proves that it is well, and what that is worth.
 *
 * @param heartbeat how often a heartbeat is sent
 * @param lease for how long one that was answered is proof, from its sending
 */
public record HeartbeatSettings(Duration heartbeat, Duration lease) {}
