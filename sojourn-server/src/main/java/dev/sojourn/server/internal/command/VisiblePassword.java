package dev.sojourn.server.internal.command;

import java.io.PrintWriter;
import java.util.Locale;

/** A password in a flag, which everybody on the machine can see. */
final class VisiblePassword {

  private VisiblePassword() {}

  /** Warns of it, if there is one in the URI. */
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
