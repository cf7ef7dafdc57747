package dev.sojourn.server.internal.command;

import java.util.function.Function;

/**
 * A setting with its text as given.
 *
 * @param name the flag or the environment variable
 * @param text the value
 */
record GivenSetting(String name, String text) {

  /**
   * Parses the value.
   *
   * @throws BadUsage with the setting's name and the reader's message
   */
  <T> T as(Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadUsage(name + ": " + e.getMessage());
    }
  }

  /** Only the name, because the value may be a password. */
  @Override
  public String toString() {
    return name;
  }
}
