package dev.sojourn.server.internal.command;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** A setting of {@code sojourn serve}: a flag, and the environment variable of the same name. */
public enum ServeFlag {
  REDIS(
      "URI",
      "The server that holds the sessions: redis://, rediss://, redis-sentinel://, or"
          + " redis-cluster://HOST:PORT,HOST:PORT. Without it a private Redis is started, for trying"
          + " out. A password is better kept in the environment, where ps does not show it."),
  LISTEN("HOST:PORT", "Where the calls are served, port 0 for a free one (127.0.0.1:8080)."),
  MANAGEMENT("HOST:PORT", "Where health and metrics are served (beside the calls)."),
  KEYS_FILE("FILE", "Who may call: a line 'name roles sha256-hex' for each service key."),
  LAYOUT(
      "hash|string|json",
      "How new sessions lie in Redis; every layout is read. json needs a server with the JSON type,"
          + " on every replica too (hash)."),
  NAMING(
      "readable|compact",
      "How new sessions name what they hold; both are read. compact saves memory (readable)."),
  SHORT_NAMES(
      "NAME=SHORT,…",
      "Short names of attributes in compact sessions, the same on every server, like"
          + " 'role=ro,cart=ca' (none)."),
  COMPRESS(
      "none|deflate",
      "Whether values are compressed where that makes them smaller, in hash and string; both are"
          + " read; alone it means deflate (none).",
      Optional.of("deflate")),
  KEYSPACE("plain|slotted", "How keys are spelled; a Cluster needs slotted (plain)."),
  NAMESPACE("NAME", "Stands before every key and the channel (none)."),
  IDLE_TIMEOUT("DURATION", "The inactivity allowed, like 30m or PT30M (30m)."),
  ABSOLUTE_TIMEOUT("DURATION", "The longest life of a session (12h)."),
  SESSION_SIZE("SIZE", "The most that a session may hold, like 64k (64k)."),
  SESSIONS_PER_USER("N", "The most sessions of a user, 1 to 500 (any number)."),
  AT_LIMIT("refuse|end-oldest", "What a user's session above the most brings (refuse)."),
  COMMAND_TIMEOUT("DURATION", "Until Redis counts as unavailable (500ms)."),
  SWEEP(
      "HH:MM-HH:MM[ ZONE]",
      "The quiet hours in which indexes are swept, like '02:00-05:00 Europe/Berlin'; without a zone"
          + " they are of UTC (never)."),
  MAINTENANCE_REDIS(
      "URI",
      "The same server as the user who sweeps and counts, and may walk over keys (as --redis)."),
  NEAR_CACHE(
      "true|false",
      "Answers from memory while it is proved that nothing was missed (false).",
      Optional.of("true")),
  NEAR_CACHE_SIZE("SIZE", "The most memory that the near cache may take, roughly (64m).");

  private final String label;
  private final String description;
  private final Optional<String> alone;

  ServeFlag(String label, String description) {
    this(label, description, Optional.empty());
  }

  /**
   * A flag that may stand alone.
   *
   * @param alone the value that it has then
   */
  ServeFlag(String label, String description, Optional<String> alone) {
    this.label = label;
    this.description = description;
    this.alone = alone;
  }

  /** The flag, {@code --idle-timeout}. */
  public String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The environment variable, {@code SOJOURN_IDLE_TIMEOUT}. */
  String variable() {
    return "SOJOURN_" + name();
  }

  OptionSpec option() {
    OptionSpec.Builder option =
        OptionSpec.builder(flag()).paramLabel(label).type(String.class).description(description);
    alone.ifPresent(value -> option.arity("0..1").fallbackValue(value));
    return option.build();
  }
}
