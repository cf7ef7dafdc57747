/** The figures: what Sojourn costs beside the bare commands, in one run, as ratios. */
@NullMarked
package dev.sojourn.bench;

import org.jspecify.annotations.NullMarked;
