/**
 * Tools for testing stores and applications: a store subject, sample sessions, a movable clock. The
 * contracts are in {@link dev.sojourn.testkit.contract}.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
