package dev.sojourn.server.internal.tryout;

import dev.sojourn.redis.RedisSettings;

/** The banner of the try-out: its Redis, its service key, and lines to paste. */
public final class Banner {

  private static final String BUNDLED = "; this Redis lacks years of\nsecurity fixes";

  private Banner() {}

  /**
   * The text of the banner.
   *
   * @param redis the private Redis
   * @param settings the settings of the store
   * @param key the service key of this run
   * @param url the service's URL for calls from this machine
   */
  public static String text(PrivateRedis redis, RedisSettings settings, String key, String url) {
    InspectCommands inspectCommands =
        new InspectCommands(redis, settings, SearchPath.ofThisProcess());
    String shell = System.getenv().getOrDefault("SHELL", "");
    return """

        Sojourn with a private Redis: %s.
        FOR TRYING OUT ONLY: Ctrl-C stops it, and then all sessions are lost%s.
        For real work: sojourn serve --redis URI --keys-file FILE

        service key: %s

        Paste these lines into another terminal, one by one or all at once:

        %s
        """
        .formatted(
            redis.title(),
            redis.isBundled() ? BUNDLED : "",
            key,
            new DemoScript(url, key, inspectCommands).lines(shell));
  }
}
