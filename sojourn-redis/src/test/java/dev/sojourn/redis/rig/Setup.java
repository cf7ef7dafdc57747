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

/**
 * A way to keep sessions in Redis that is tested: on which server, in which layout and keyspace.
 */
public record Setup(
    ServerKind kind, boolean cluster, LayoutName layout, KeyspaceName keyspace, Form form) {

  /** How new sessions are written in their layout. */
  enum Form {
    READABLE,
    COMPACT,
    COMPRESSED,
    COMPACT_COMPRESSED;

    /** Of the names that the contract uses, some have a short one, also one of another's. */
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

  /** What a member of the head is called. */
  String member(String name) {
    return isCompact() ? SHORT_MEMBERS.getOrDefault(name, name) : name;
  }

  /** The layouts that sessions may have on this server. */
  public List<LayoutName> able() {
    return Stream.of(LayoutName.values())
        .filter(name -> name != LayoutName.JSON || kind.hasJson())
        .toList();
  }

  /** The same in another form. */
  Setup in(Form other) {
    return new Setup(kind, cluster, layout, keyspace, other);
  }

  /** A layout that is not this one. */
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

  /** The settings for it, on a server that is empty. */
  public RedisSettings settings() {
    return at(
        cluster ? SharedServers.freshCluster(kind).userUri() : SharedServers.fresh(kind).userUri());
  }

  /** The same, with whatever is there. */
  public RedisSettings servingSettings() {
    return at(cluster ? SharedServers.cluster(kind).userUri() : SharedServers.get(kind).userUri());
  }

  /** The settings of who looks after it, with whatever is there. */
  public RedisSettings maintenanceSettings() {
    return at(
        cluster
            ? SharedServers.cluster(kind).maintenanceUri()
            : SharedServers.get(kind).maintenanceUri());
  }

  /** The settings of who moves its sessions into a layout, with whatever is there. */
  public RedisSettings migrateSettings(LayoutName to) {
    String uri =
        cluster ? SharedServers.cluster(kind).migrateUri() : SharedServers.get(kind).migrateUri();
    return at(uri).withLayout(to);
  }

  /** The settings for it, of a server that is reached so. */
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
