/** The benchmarks: the cost of Sojourn against the bare commands, as ratios from one run. */
@NullMarked
package dev.sojourn.bench;

import org.jspecify.annotations.NullMarked;
