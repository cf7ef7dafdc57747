/** Lua scripts: resource files, composed once, sent by their hash. */
@NullMarked
package dev.sojourn.redis.internal.script;

import org.jspecify.annotations.NullMarked;
