/**
 * Sessions in Redis or Valkey. Start at {@link dev.sojourn.redis.RedisSessions}; {@link
 * dev.sojourn.redis.RedisSettings} has every setting. {@link dev.sojourn.redis.RedisMaintenance}
 * sweeps, {@link dev.sojourn.redis.RedisMigration} changes the layout of stored sessions.
 * Everything under {@code dev.sojourn.redis.internal} is not API and may change at any time.
 */
@NullMarked
package dev.sojourn.redis;

import org.jspecify.annotations.NullMarked;
