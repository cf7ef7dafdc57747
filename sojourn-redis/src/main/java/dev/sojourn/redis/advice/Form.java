package dev.sojourn.redis.advice;

/**
 * A storage form: layout, naming and compression.
 *
 * @param layout {@code hash}, {@code string} or {@code json}
 * @param compact whether names are compact
 * @param compressed whether values are compressed
 */
public record Form(String layout, boolean compact, boolean compressed) {

  /** The command-line flags that select it. */
  public String flags() {
    return "--layout "
        + layout
        + (compact ? " --naming compact" : "")
        + (compressed ? " --compress" : "");
  }

  /** How many settings beside the layout differ from the default; fewer is simpler. */
  public int extras() {
    return (compact ? 1 : 0) + (compressed ? 1 : 0);
  }

  @Override
  public String toString() {
    return layout + (compact ? ", compact" : "") + (compressed ? ", compressed" : "");
  }
}
