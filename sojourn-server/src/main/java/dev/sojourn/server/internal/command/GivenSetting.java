package dev.sojourn.server.internal.command;

import java.util.function.Function;

/**
 * A setting as somebody gave it.
 *
 * @param name the flag or the environment variable
 * @param text the value
 */
record GivenSetting(String name, String text) {

  /**
   * The value as that reader understands it.
   *
   * @throws BadUsage with the setting's name and what the reader says
   */
  <T> T as(Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadUsage(name + ": " + e.getMessage());
    }
  }

  /** The setting's name; the value may be a password. */
  @Override
  public String toString() {
    return name;
  }
}
