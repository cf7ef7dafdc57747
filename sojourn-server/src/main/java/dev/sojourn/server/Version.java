package dev.sojourn.server;

import java.util.Optional;

/** The version of this build, as its jar's manifest has it. */
final class Version {

  private Version() {}

  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not from a jar)");
  }
}
