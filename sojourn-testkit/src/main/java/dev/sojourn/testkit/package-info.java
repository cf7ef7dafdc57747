/**
 * What others test their stores and applications with: a store subject, sample sessions, a clock to
 * move. The contracts are in {@link dev.sojourn.testkit.contract}.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
