@NullMarked
package dev.sojourn.redis;

import org.jspecify.annotations.NullMarked;
