package dev.sojourn.redis;

import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.KeyspaceName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.RedisSettings.NamingName;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A way to keep sessions in Redis that is tested: on which server, in which layout and keyspace.
 */
record Setup(
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

  static final Duration GRACE = Duration.ofMillis(600);

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

  private static final Set<ServerKind> ALIKE =
      EnumSet.of(ServerKind.REDIS_DEBIAN, ServerKind.VALKEY_JSON);

  /**
   * Every server and layout, in the keyspace of its kind, and {@code slotted} without a Cluster.
   */
  static Stream<Setup> all() {
    return Stream.concat(SharedServers.available(), SharedServers.withJson()).flatMap(Setup::on);
  }

  /** What the whole contract runs on in the layout of hashes. */
  static Stream<Setup> contractOfHashes() {
    return contract(LayoutName.HASH);
  }

  /** The same in the layout of strings. */
  static Stream<Setup> contractOfStrings() {
    return contract(LayoutName.STRING);
  }

  /** The same in the layout of JSON documents. */
  static Stream<Setup> contractOfJson() {
    return contract(LayoutName.JSON);
  }

  /**
   * A full run leaves nothing out; in any other each kind of server has each layout once, Redis and
   * Valkey in turn alone and as a Cluster.
   */
  private static Stream<Setup> contract(LayoutName layout) {
    return all()
        .filter(setup -> setup.layout() == layout)
        .filter(setup -> Rounds.isFull() || setup.isUsual());
  }

  /**
   * What the whole contract runs on in another form than the usual; any run but a full one on one
   * server.
   */
  static Stream<Setup> contractInOtherForms() {
    return Rounds.isFull()
        ? all().flatMap(Setup::inOtherForms)
        : forms().filter(Setup::isAFormOfItsOwn);
  }

  /** A hash has names and values written each in their own way, a string in one as a whole. */
  private boolean isAFormOfItsOwn() {
    return switch (layout) {
      case HASH -> form == Form.COMPACT_COMPRESSED;
      case STRING -> form == Form.COMPRESSED || form == Form.COMPACT_COMPRESSED;
      case JSON -> form == Form.COMPACT;
    };
  }

  private boolean isUsual() {
    boolean inTurn =
        switch (kind) {
          case REDIS_7_0_EMBEDDED -> layout == LayoutName.STRING;
          case VALKEY_9_1 -> layout == LayoutName.HASH;
          case REDIS_JSON -> true;
          case REDIS_DEBIAN, VALKEY_JSON -> false;
        };
    return cluster == inTurn && (cluster || keyspace == KeyspaceName.PLAIN);
  }

  /** Whether members have short names. */
  boolean isCompact() {
    return form == Form.COMPACT || form == Form.COMPACT_COMPRESSED;
  }

  /** What a member of the head is called. */
  String member(String name) {
    return isCompact() ? SHORT_MEMBERS.getOrDefault(name, name) : name;
  }

  /** Every layout on one server, once in each form. */
  static Stream<Setup> forms() {
    return onOneServer()
        .filter(setup -> setup.keyspace() == KeyspaceName.PLAIN)
        .flatMap(setup -> Stream.concat(Stream.of(setup), setup.inOtherForms()));
  }

  /** The same without the usual form. */
  static Stream<Setup> otherForms() {
    return forms().filter(setup -> setup.form != Form.READABLE);
  }

  /** Every layout on one server, in the compact naming. */
  static Stream<Setup> compact() {
    return forms().filter(setup -> setup.form == Form.COMPACT);
  }

  /** The layouts that are compressed, on one server. */
  static Stream<Setup> compressed() {
    return forms()
        .filter(
            setup ->
                setup.form == Form.COMPRESSED
                    || (setup.form == Form.COMPACT_COMPRESSED
                        && setup.layout == LayoutName.STRING));
  }

  /** Every server and keyspace, Clusters too, in the two layouts that compress. */
  static Stream<Setup> withDictionaries() {
    return all()
        .filter(setup -> setup.layout != LayoutName.JSON)
        .map(setup -> setup.in(Form.COMPACT_COMPRESSED));
  }

  private Setup in(Form other) {
    return new Setup(kind, cluster, layout, keyspace, other);
  }

  private Stream<Setup> inOtherForms() {
    return Stream.of(Form.values())
        .filter(other -> other != form)
        .filter(other -> layout != LayoutName.JSON || other == Form.COMPACT)
        .map(this::in);
  }

  /** Every layout and keyspace, on one server, and on one with the JSON type. */
  static Stream<Setup> onOneServer() {
    return Stream.concat(SharedServers.available().limit(1), SharedServers.withJson().limit(1))
        .flatMap(Setup::on);
  }

  /** Every server and keyspace, Clusters too, in the layout of hashes; one server in the other. */
  static Stream<Setup> swept() {
    return Stream.concat(
        all().filter(setup -> setup.layout() == LayoutName.HASH),
        onOneStandalone().filter(setup -> setup.layout() == LayoutName.STRING).limit(1));
  }

  /** The same without Clusters. */
  static Stream<Setup> sweptStandalone() {
    return swept().filter(setup -> !setup.cluster());
  }

  /** The same in the literal keyspace, Clusters too. */
  static Stream<Setup> sweptPlain() {
    return swept().filter(setup -> setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** Every server with the JSON type, in that layout and the literal keyspace. */
  static Stream<Setup> json() {
    return plain().filter(setup -> setup.layout() == LayoutName.JSON);
  }

  /** Every server and keyspace, Clusters too: on each, sessions move between all its layouts. */
  static Stream<Setup> moved() {
    return all().filter(setup -> setup.layout() != LayoutName.STRING);
  }

  /** The same without Clusters. */
  static Stream<Setup> movedStandalone() {
    return moved().filter(setup -> !setup.cluster());
  }

  /** One server without the JSON type and one with it, in the literal keyspace. */
  static Stream<Setup> movedOnOne() {
    return onOneStandalone()
        .filter(setup -> setup.layout() != LayoutName.STRING)
        .filter(setup -> setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** The layouts that sessions may have on this server. */
  List<LayoutName> able() {
    return Stream.of(LayoutName.values())
        .filter(name -> name != LayoutName.JSON || kind.hasJson())
        .toList();
  }

  /** Every server and layout, in the literal keyspace. */
  static Stream<Setup> plain() {
    return all().filter(setup -> setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** Every server and layout in the literal keyspace, and one in each form. */
  static Stream<Setup> shown() {
    return Stream.concat(plain(), compact());
  }

  /** Every server, layout and keyspace without a Cluster. */
  static Stream<Setup> standalone() {
    return all().filter(setup -> !setup.cluster());
  }

  /** Every server and layout, with slots but without a Cluster. */
  static Stream<Setup> slotted() {
    return all().filter(setup -> setup.keyspace() == KeyspaceName.SLOTTED && !setup.cluster());
  }

  /** Every layout on a Cluster of every kind of server. */
  static Stream<Setup> clusters() {
    return all().filter(Setup::cluster);
  }

  /** Every layout and keyspace, on one server without a Cluster. */
  static Stream<Setup> onOneStandalone() {
    return onOneServer().filter(setup -> !setup.cluster());
  }

  /** Every server without a Cluster, once in each layout. */
  static Stream<Setup> onEachStandalone() {
    return all()
        .filter(setup -> !setup.cluster())
        .filter(
            setup ->
                (setup.layout() == LayoutName.HASH) == (setup.keyspace() == KeyspaceName.PLAIN));
  }

  /** Both keyspaces in the layout of hashes, on one server without a Cluster. */
  static Stream<Setup> hashOnOneStandalone() {
    return onOneStandalone().filter(setup -> setup.layout() == LayoutName.HASH);
  }

  /**
   * Alone in one layout and as a Cluster in the other: on one kind of server, in a full run on each
   * and as JSON.
   */
  static Stream<Setup> near() {
    return (Rounds.isFull() ? all() : onOneServer().filter(setup -> !setup.kind().hasJson()))
        .filter(setup -> setup.kind() != ServerKind.REDIS_DEBIAN)
        .filter(setup -> setup.cluster() || setup.keyspace() == KeyspaceName.PLAIN)
        .filter(setup -> setup.cluster() == (setup.layout() == LayoutName.STRING));
  }

  /**
   * Debian's server is of the same version as the embedded one, and the JSON type is the same on
   * either server: the literal keyspace tells apart.
   */
  private static Stream<Setup> on(ServerKind kind) {
    return layouts(kind)
        .flatMap(
            layout ->
                Stream.of(
                    new Setup(kind, false, layout, KeyspaceName.PLAIN, Form.READABLE),
                    new Setup(kind, false, layout, KeyspaceName.SLOTTED, Form.READABLE),
                    new Setup(kind, true, layout, KeyspaceName.SLOTTED, Form.READABLE)))
        .filter(
            setup ->
                !ALIKE.contains(kind) || Rounds.isFull() || setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** The other layouts are tested on servers without the JSON type. */
  private static Stream<LayoutName> layouts(ServerKind kind) {
    return kind.hasJson()
        ? Stream.of(LayoutName.JSON)
        : Stream.of(LayoutName.HASH, LayoutName.STRING);
  }

  /** A layout that is not this one. */
  LayoutName otherLayout() {
    return layout == LayoutName.HASH ? LayoutName.STRING : LayoutName.HASH;
  }

  /** The command that reads a session. */
  String readCommand() {
    return switch (layout) {
      case HASH -> "HGETALL";
      case STRING -> "GET";
      case JSON -> "JSON.GET";
    };
  }

  /** The settings for it, on a server that is empty. */
  RedisSettings settings() {
    return at(
        cluster ? SharedServers.freshCluster(kind).userUri() : SharedServers.fresh(kind).userUri());
  }

  /** The same, with whatever is there. */
  RedisSettings servingSettings() {
    return at(cluster ? SharedServers.cluster(kind).userUri() : SharedServers.get(kind).userUri());
  }

  /** The settings of who looks after it, with whatever is there. */
  RedisSettings careSettings() {
    return at(cluster ? SharedServers.cluster(kind).careUri() : SharedServers.get(kind).careUri());
  }

  /** The settings of who moves its sessions into a layout, with whatever is there. */
  RedisSettings migrateSettings(LayoutName to) {
    String uri =
        cluster ? SharedServers.cluster(kind).migrateUri() : SharedServers.get(kind).migrateUri();
    return at(uri).withLayout(to);
  }

  /** The settings for it, of a server that is reached so. */
  RedisSettings at(String uri) {
    return form.of(
        RedisSettings.of(uri)
            .withLayout(layout)
            .withKeyspace(keyspace)
            .withRotationGrace(GRACE)
            .withCommandTimeout(Duration.ofSeconds(5)));
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
