/**
 * The operations of the store, a class each: access, list, create, change, login, rotate, revoke.
 */
@NullMarked
package dev.sojourn.redis.internal.operation;

import org.jspecify.annotations.NullMarked;
