package dev.sojourn.server.internal.tryout;

import dev.sojourn.redis.RedisSettings;

/** What the try-out says when it is there: what it is, its service key, and lines to paste. */
public final class Banner {

  private static final String BUNDLED = "; this Redis lacks years of\nsecurity fixes";

  private Banner() {}

  /**
   * The whole text.
   *
   * @param redis the Redis of this run
   * @param settings how sessions lie there
   * @param key the service key of this run
   * @param url where calls from this machine go
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
