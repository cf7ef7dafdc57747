package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.format;

import dev.sojourn.spi.MigrationMode;
import dev.sojourn.spi.MigrationReport;
import java.util.Locale;

/** Formats the report of a migration on one line. */
final class MigrationText {

  private MigrationText() {}

  static String of(MigrationReport report) {
    return format(
        "%s%s: %,d %s %s, %,d already there, %,d ended, %,d unreadable, %,d busy, %.1f s",
        report.mode() == MigrationMode.DRY_RUN ? "dry run, " : "",
        report.state().name().toLowerCase(Locale.ROOT),
        report.moved(),
        report.mode() == MigrationMode.DRY_RUN ? "to move to" : "moved to",
        report.to(),
        report.already(),
        report.ended(),
        report.unreadable(),
        report.busy(),
        report.took().toMillis() / 1000.0);
  }
}
