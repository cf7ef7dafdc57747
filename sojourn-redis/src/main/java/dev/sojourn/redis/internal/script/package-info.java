/** Lua scripts: resource files, joined once, sent by hash. */
@NullMarked
package dev.sojourn.redis.internal.script;

import org.jspecify.annotations.NullMarked;
