package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.format;

import dev.sojourn.spi.SweepMode;
import dev.sojourn.spi.SweepReport;
import java.util.Locale;

/** Formats the report of a sweep on one line. */
final class SweepText {

  private SweepText() {}

  static String of(SweepReport report) {
    return format(
        "%s%s: %,d users, %,d stale ids, %,d removed, %.1f s",
        report.mode() == SweepMode.DRY_RUN ? "dry run, " : "",
        report.state().name().toLowerCase(Locale.ROOT),
        report.users(),
        report.stale(),
        report.removed(),
        report.took().toMillis() / 1000.0);
  }
}
