package dev.sojourn.redis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the near cache and of the connections for invalidations, and what was counted since
 * this {@link RedisSessions} was opened.
 *
 * @param hits accesses answered from the cache
 * @param missesByReason accesses that asked Redis, by reason: {@code absent}, {@code old}, {@code
 *     other_subscription}, {@code own_write}, {@code secret}, {@code no_lease}
 * @param notCachedByReason sessions that were read but not cached, by reason: {@code old}, {@code
 *     other_subscription}, {@code late}, {@code own_write}, {@code no_lease}
 * @param bypassed reads sent over the plain connection, uncached, because the subscribed one was
 *     missing or slow
 * @param entries sessions in the cache, an estimate
 * @param invalidations messages that named a session, counted once for each server that sent one
 * @param garbled messages that named no session
 * @param missedByListeners messages dropped because a listener was too slow
 * @param subscriptions confirmed subscriptions, the first ones included
 * @param losses subscribed connections that broke
 * @param misroutedReplies replies on them that belonged to another question
 * @param refusals replies with which a server said that it may not serve
 * @param timeouts commands on them without a reply in time
 * @param opened subscribed connections, one to each primary
 * @param subscribed how many of them have a confirmed subscription
 * @param leased how many of them hold a lease
 * @param oldestLease age of the oldest of these leases; empty without any
 * @param sinceHeartbeat time since the last answered heartbeat was sent; empty before the first
 * @param lastProbe time from publishing the last probe message to its arrival; empty before the
 *     first
 */
public record NearCacheState(
    long hits,
    Map<String, Long> missesByReason,
    Map<String, Long> notCachedByReason,
    long bypassed,
    long entries,
    long invalidations,
    long garbled,
    long missedByListeners,
    long subscriptions,
    long losses,
    long misroutedReplies,
    long refusals,
    long timeouts,
    int opened,
    int subscribed,
    int leased,
    Optional<Duration> oldestLease,
    Optional<Duration> sinceHeartbeat,
    Optional<Duration> lastProbe) {

  /** Accesses that asked Redis, for whatever reason. */
  public long misses() {
    return missesByReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
