/**
 * Migrates sessions to another layout or form while servers use them.
 *
 * <p>Start at {@link dev.sojourn.redis.internal.migration.SessionMigrator} and {@link
 * dev.sojourn.redis.internal.migration.MigrationCheck}.
 */
@NullMarked
package dev.sojourn.redis.internal.migration;

import org.jspecify.annotations.NullMarked;
