/**
 * Connections to Redis: send commands, receive replies. The only package that uses Lettuce.
 *
 * <p>{@link dev.sojourn.redis.internal.connection.Connections} opens them. {@link
 * dev.sojourn.redis.internal.connection.RedisConnection} is the shared, pipelined connection; most
 * callers need only one of its interfaces: {@link
 * dev.sojourn.redis.internal.connection.ScriptRunner}, {@link
 * dev.sojourn.redis.internal.connection.StringCommands}, {@link
 * dev.sojourn.redis.internal.connection.BulkAccess}, {@link
 * dev.sojourn.redis.internal.retry.TaskScheduler}, {@link
 * dev.sojourn.redis.internal.connection.ConnectionGenerations}. {@link
 * dev.sojourn.redis.internal.connection.PubSubConnection} is a subscribed connection that also
 * takes commands.
 */
@NullMarked
package dev.sojourn.redis.internal.connection;

import org.jspecify.annotations.NullMarked;
