/**
 * Contract tests that every store and every invalidation bus inherits. Extend {@link
 * dev.sojourn.testkit.contract.SessionStoreContract}.
 */
@NullMarked
package dev.sojourn.testkit.contract;

import org.jspecify.annotations.NullMarked;
