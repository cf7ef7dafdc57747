/**
 * Connections to Redis: commands out, replies in. The only package that uses Lettuce.
 *
 * <p>{@link dev.sojourn.redis.internal.connection.RedisConnection} is the shared, pipelined
 * connection; {@link dev.sojourn.redis.internal.connection.PubSubConnection} is a subscribed one
 * that takes commands too; {@link dev.sojourn.redis.internal.connection.Connections} opens both.
 */
@NullMarked
package dev.sojourn.redis.internal.connection;

import org.jspecify.annotations.NullMarked;
