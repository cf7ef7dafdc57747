/**
 * Lua scripts: resource files, joined once, sent by hash.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.script.Script}.
 */
@NullMarked
package dev.sojourn.redis.internal.script;

import org.jspecify.annotations.NullMarked;
