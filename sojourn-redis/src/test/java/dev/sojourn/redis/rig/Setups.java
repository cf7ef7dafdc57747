package dev.sojourn.redis.rig;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.Setup.Form;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.util.stream.Stream;

/** Which setups a test runs on. */
public final class Setups {

  /**
   * Every server and layout, in the keyspace of its kind, and {@code slotted} without a Cluster.
   */
  public static Stream<Setup> all() {
    return Stream.concat(SharedServers.available(), SharedServers.withJson()).flatMap(Setups::on);
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
   * A full run, or one on a chosen kind, leaves nothing out; in any other each kind of server has
   * each layout once, Redis and Valkey in turn alone and as a Cluster.
   */
  private static Stream<Setup> contract(LayoutName layout) {
    return all()
        .filter(setup -> setup.layout() == layout)
        .filter(setup -> isWhole(setup.kind()) || isUsual(setup));
  }

  /**
   * What the whole contract runs on in another form than the usual; any run but a full one on one
   * server.
   */
  static Stream<Setup> contractInOtherForms() {
    return Rounds.isFull()
        ? all().flatMap(Setups::inOtherForms)
        : forms().filter(Setups::isAFormOfItsOwn);
  }

  /** A hash has names and values written each in their own way, a string in one as a whole. */
  private static boolean isAFormOfItsOwn(Setup setup) {
    return switch (setup.layout()) {
      case HASH -> setup.form() == Form.COMPACT_COMPRESSED;
      case STRING -> setup.isCompressed();
      case JSON -> setup.form() == Form.COMPACT;
    };
  }

  private static boolean isUsual(Setup setup) {
    boolean inTurn =
        switch (setup.kind()) {
          case REDIS_7_0_EMBEDDED, REDIS_8_2 -> setup.layout() == LayoutName.STRING;
          case VALKEY_9_1 -> setup.layout() == LayoutName.HASH;
          case REDIS_JSON -> true;
          case REDIS_DEBIAN, VALKEY_JSON -> false;
        };
    return setup.cluster() == inTurn && (setup.cluster() || setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** Every layout on one server, once in each form. */
  public static Stream<Setup> forms() {
    return onOneServer()
        .filter(setup -> setup.keyspace() == KeyspaceName.PLAIN)
        .flatMap(setup -> Stream.concat(Stream.of(setup), inOtherForms(setup)));
  }

  /** The same without the usual form. */
  static Stream<Setup> otherForms() {
    return forms().filter(setup -> setup.form() != Form.READABLE);
  }

  /** Every layout on one server, in the compact naming. */
  static Stream<Setup> compact() {
    return forms().filter(setup -> setup.form() == Form.COMPACT);
  }

  /** The layouts that are compressed, on one server. */
  static Stream<Setup> compressed() {
    return forms()
        .filter(
            setup ->
                setup.form() == Form.COMPRESSED
                    || (setup.form() == Form.COMPACT_COMPRESSED
                        && setup.layout() == LayoutName.STRING));
  }

  /** Every server and keyspace, Clusters too, in the two layouts that compress. */
  static Stream<Setup> withDictionaries() {
    return all()
        .filter(setup -> setup.layout() != LayoutName.JSON)
        .map(setup -> setup.in(Form.COMPACT_COMPRESSED));
  }

  /** Every layout and keyspace, on one server, and on one with the JSON type. */
  static Stream<Setup> onOneServer() {
    return Stream.concat(SharedServers.available().limit(1), SharedServers.withJson().limit(1))
        .flatMap(Setups::on);
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
  public static Stream<Setup> onOneStandalone() {
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
        .filter(setup -> setup.kind() != ServerKind.REDIS_DEBIAN || setup.kind().isChosen())
        .filter(setup -> setup.cluster() || setup.keyspace() == KeyspaceName.PLAIN)
        .filter(setup -> setup.cluster() == (setup.layout() == LayoutName.STRING));
  }

  /**
   * Debian's server is of the same version as the embedded one, and the JSON type is the same on
   * either server: the literal keyspace tells apart. Redis 8.2 has each layout once, to save time.
   */
  private static Stream<Setup> on(ServerKind kind) {
    return layouts(kind)
        .flatMap(
            layout ->
                Stream.of(
                    new Setup(kind, false, layout, KeyspaceName.PLAIN, Form.READABLE),
                    new Setup(kind, false, layout, KeyspaceName.SLOTTED, Form.READABLE),
                    new Setup(kind, true, layout, KeyspaceName.SLOTTED, Form.READABLE)))
        .filter(setup -> isWhole(kind) || isWorthIt(setup));
  }

  private static boolean isWorthIt(Setup setup) {
    return switch (setup.kind()) {
      case REDIS_7_0_EMBEDDED, VALKEY_9_1, REDIS_JSON -> true;
      case REDIS_DEBIAN, VALKEY_JSON -> setup.keyspace() == KeyspaceName.PLAIN;
      case REDIS_8_2 -> isUsual(setup);
    };
  }

  /** Whether nothing is left out on it. */
  private static boolean isWhole(ServerKind kind) {
    return Rounds.isFull() || kind.isChosen();
  }

  /** The other layouts are tested on servers without the JSON type. */
  private static Stream<LayoutName> layouts(ServerKind kind) {
    return kind.hasJson()
        ? Stream.of(LayoutName.JSON)
        : Stream.of(LayoutName.HASH, LayoutName.STRING);
  }

  private static Stream<Setup> inOtherForms(Setup setup) {
    return Stream.of(Form.values())
        .filter(other -> other != setup.form())
        .filter(other -> setup.layout() != LayoutName.JSON || other == Form.COMPACT)
        .map(setup::in);
  }
}
