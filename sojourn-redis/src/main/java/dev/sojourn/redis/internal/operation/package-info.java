/**
 * The operations of the store, a class each: access, list, create, change, login, rotate, revoke.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.operation.RedisSessionStore}, {@link
 * dev.sojourn.redis.internal.operation.AccessOperation}, {@link
 * dev.sojourn.redis.internal.operation.ChangeOperation} and {@link
 * dev.sojourn.redis.internal.operation.RevokeOperation}.
 */
@NullMarked
package dev.sojourn.redis.internal.operation;

import org.jspecify.annotations.NullMarked;
