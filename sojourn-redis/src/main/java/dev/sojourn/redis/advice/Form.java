package dev.sojourn.redis.advice;

/**
 * A way in which sessions lie in Redis.
 *
 * @param layout {@code hash}, {@code string} or {@code json}
 * @param compact whether names are short
 * @param compressed whether values are compressed
 */
public record Form(String layout, boolean compact, boolean compressed) {

  /** As the command line takes it. */
  public String flags() {
    return "--layout "
        + layout
        + (compact ? " --naming compact" : "")
        + (compressed ? " --compress" : "");
  }

  /** How many things beside the layout are not as they are by default. */
  public int extras() {
    return (compact ? 1 : 0) + (compressed ? 1 : 0);
  }

  @Override
  public String toString() {
    return layout + (compact ? ", compact" : "") + (compressed ? ", compressed" : "");
  }
}
