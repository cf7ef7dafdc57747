package dev.sojourn.redis.rig;

import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A tested combination of server, topology, layout, keyspace and form. */
public record Setup(
    ServerKind kind, boolean cluster, LayoutName layout, KeyspaceName keyspace, Form form) {

  /** The naming and compression of new sessions. */
  enum Form {
    READABLE,
    COMPACT,
    COMPRESSED,
    COMPACT_COMPRESSED;

    /** Some names that the contract uses have a short one; one of these is another's full name. */
    static final Map<String, String> SHORT_NAMES =
        Map.of("cart", "x", "role", "cart", "count", "0", "a", "q", "theme", "\u00e9");

    RedisSettings of(RedisSettings settings) {
      return switch (this) {
        case READABLE -> settings.withShortNames(SHORT_NAMES);
        case COMPACT -> READABLE.of(settings).withNaming(NamingName.COMPACT);
        case COMPRESSED -> READABLE.of(settings).withCompression(CompressionName.DEFLATE);
        case COMPACT_COMPRESSED -> COMPACT.of(settings).withCompression(CompressionName.DEFLATE);
      };
    }
  }

  public static final Duration GRACE = Duration.ofSeconds(1);

  private static final Map<String, String> SHORT_MEMBERS =
      Map.of(
          "secret",
          "s",
          "version",
          "v",
          "last_access",
          "l",
          "created_at",
          "c",
          "idle",
          "i",
          "absolute",
          "a",
          "pending",
          "p",
          "siblings",
          "b",
          "replaced",
          "r");

  /** Whether members have short names. */
  public boolean isCompact() {
    return form == Form.COMPACT || form == Form.COMPACT_COMPRESSED;
  }

  /** Whether values are compressed. */
  boolean isCompressed() {
    return form == Form.COMPRESSED || form == Form.COMPACT_COMPRESSED;
  }

  /** The stored name of a header field. */
  String member(String name) {
    return isCompact() ? SHORT_MEMBERS.getOrDefault(name, name) : name;
  }

  /** The layouts that this server supports. */
  public List<LayoutName> able() {
    return Stream.of(LayoutName.values())
        .filter(name -> name != LayoutName.JSON || kind.hasJson())
        .toList();
  }

  /** The same in another form. */
  Setup in(Form other) {
    return new Setup(kind, cluster, layout, keyspace, other);
  }

  /** A layout other than this one. */
  public LayoutName otherLayout() {
    return layout == LayoutName.HASH ? LayoutName.STRING : LayoutName.HASH;
  }

  /** The command that reads a session. */
  public String readCommand() {
    return switch (layout) {
      case HASH -> "HGETALL";
      case STRING -> "GET";
      case JSON -> "JSON.GET";
    };
  }

  /** The settings for it, on a server that is flushed first. */
  public RedisSettings settings() {
    return at(
        cluster ? SharedServers.freshCluster(kind).userUri() : SharedServers.fresh(kind).userUri());
  }

  /** The same on the server with its current data. */
  public RedisSettings servingSettings() {
    return at(cluster ? SharedServers.cluster(kind).userUri() : SharedServers.get(kind).userUri());
  }

  /** The settings of the maintenance user, on the server with its current data. */
  public RedisSettings maintenanceSettings() {
    return at(
        cluster
            ? SharedServers.cluster(kind).maintenanceUri()
            : SharedServers.get(kind).maintenanceUri());
  }

  /** The settings for a migration to a layout, on the server with its current data. */
  public RedisSettings migrateSettings(LayoutName to) {
    String uri =
        cluster ? SharedServers.cluster(kind).migrateUri() : SharedServers.get(kind).migrateUri();
    return at(uri).withLayout(to);
  }

  /** The settings for it on the server of a URI. */
  public RedisSettings at(String uri) {
    return DebugSettings.of(
        form.of(
            RedisSettings.of(uri)
                .withLayout(layout)
                .withKeyspace(keyspace)
                .withRotationGrace(GRACE)
                .withCommandTimeout(Duration.ofSeconds(5))));
  }

  @Override
  public String toString() {
    return (kind
            + (cluster ? " cluster, " : ", ")
            + layout
            + ", "
            + keyspace
            + (form == Form.READABLE ? "" : ", " + form))
        .toLowerCase(Locale.ROOT);
  }
}
