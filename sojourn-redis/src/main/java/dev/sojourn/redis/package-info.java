/**
 * Sessions in Redis or Valkey. Start at {@link dev.sojourn.redis.RedisSessions}; every setting is
 * in {@link dev.sojourn.redis.RedisSettings}. Everything under {@code dev.sojourn.redis.internal}
 * is not API and may change at any time.
 */
@NullMarked
package dev.sojourn.redis;

import org.jspecify.annotations.NullMarked;
