package dev.sojourn.redis.internal.invalidation;

import java.time.Duration;

/**
 * How often a subscribed connection sends heartbeats, and the lease that one renews.
 *
 * @param heartbeat the time between two heartbeats
 * @param lease how long an answered heartbeat is proof that no message was missed, from its sending
 */
public record HeartbeatSettings(Duration heartbeat, Duration lease) {}
