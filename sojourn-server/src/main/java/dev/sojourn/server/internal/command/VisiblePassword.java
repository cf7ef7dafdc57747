package dev.sojourn.server.internal.command;

import java.io.PrintWriter;
import java.util.Locale;

/** Warns of a password in a flag, which everybody on the machine can see. */
final class VisiblePassword {

  private VisiblePassword() {}

  /** Prints a warning if the URI contains a password. */
  static void warnOf(GivenSetting uri, PrintWriter err) {
    if (uri.text().contains("@")) {
      err.println(
          "sojourn: everybody on this machine can see the password in "
              + uri.name()
              + ", because ps shows it; use "
              + variable(uri)
              + " instead");
    }
  }

  private static String variable(GivenSetting uri) {
    return "SOJOURN_" + uri.name().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
