package dev.sojourn.server.internal.command;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** A setting of {@code sojourn serve}: a flag, and the environment variable of the same name. */
public enum ServeFlag {
  REDIS(
      "URI",
      "The server that holds the sessions: redis://, rediss://, redis-sentinel://, or"
          + " redis-cluster://HOST:PORT,HOST:PORT. Without it, a private Redis is started for trying"
          + " out. Put a URI with a password into SOJOURN_REDIS instead: ps shows options."),
  LISTEN("HOST:PORT", "Address of the API, port 0 for a free one (127.0.0.1:8080)."),
  MANAGEMENT("HOST:PORT", "Address of health and metrics (as --listen)."),
  KEYS_FILE("FILE", "The service keys: a line 'name roles sha256-hex' for each."),
  LAYOUT(
      "hash|string|json",
      "Layout of new sessions in Redis; all layouts are readable. json needs a server with the"
          + " JSON type, on every replica too (hash)."),
  NAMING(
      "readable|compact",
      "Field names of new sessions; both are readable. compact saves memory (readable)."),
  SHORT_NAMES(
      "NAME=SHORT,…",
      "Short names of attributes in compact sessions, the same on every server, like"
          + " 'role=ro,cart=ca' (none)."),
  COMPRESS(
      "none|deflate",
      "Compresses values that become smaller, in layouts hash and string; both are readable."
          + " Without a value it means deflate (none).",
      Optional.of("deflate")),
  KEYSPACE("plain|slotted", "Format of keys; a Cluster needs slotted (plain)."),
  NAMESPACE("NAME", "Prefix of every key and of the channel (none)."),
  IDLE_TIMEOUT("DURATION", "Longest time between two accesses, like 30m or PT30M (30m)."),
  ABSOLUTE_TIMEOUT("DURATION", "Longest life of a session (12h)."),
  SESSION_SIZE("SIZE", "Maximum size of a session, like 64k (64k)."),
  SESSIONS_PER_USER("N", "Maximum number of sessions per user, 1 to 500 (no limit)."),
  AT_LIMIT(
      "refuse|end-oldest",
      "What a new session above that limit does: fail, or end the oldest (refuse)."),
  COMMAND_TIMEOUT("DURATION", "Time after which Redis counts as unavailable (500ms)."),
  SWEEP(
      "HH:MM-HH:MM[ ZONE]",
      "Quiet hours in which indexes are swept, like '02:00-05:00 Europe/Berlin'; UTC without a zone"
          + " (never)."),
  MAINTENANCE_REDIS(
      "URI",
      "The same server with the Redis user for sweeps and statistics, which may scan keys (as --redis)."),
  NEAR_CACHE(
      "true|false",
      "Answers from memory while it is certain that no invalidation was missed (false).",
      Optional.of("true")),
  NEAR_CACHE_SIZE("SIZE", "Memory limit of the near cache, approximate (64m).");

  private final String label;
  private final String description;
  private final Optional<String> alone;

  ServeFlag(String label, String description) {
    this(label, description, Optional.empty());
  }

  /**
   * A flag whose value is optional.
   *
   * @param alone the value if none is given
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
