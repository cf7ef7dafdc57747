/** Sessions in Redis and Valkey. Start at {@link dev.sojourn.redis.RedisSessions}. */
@NullMarked
package dev.sojourn.redis;

import org.jspecify.annotations.NullMarked;
