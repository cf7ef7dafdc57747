package dev.sojourn.redis.rig;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.Setup.Form;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A selection of setups: begins with every server or one, and is narrowed step by step. Immutable.
 *
 * <p>On each server there are its layouts, each in keyspace {@code plain}, in {@code slotted}
 * without a Cluster, and on a Cluster; in the readable form until {@link #inForms} is called. To
 * save time, an ordinary run leaves out setups that hardly differ from another; a full run, or one
 * on a chosen kind of server, leaves out none.
 */
final class SetupQuery {

  private final List<Setup> setups;

  private SetupQuery(Stream<Setup> setups) {
    this.setups = setups.toList();
  }

  /** Every kind of server that is available here. */
  static SetupQuery everyServer() {
    return on(Stream.concat(SharedServers.available(), SharedServers.withJson()));
  }

  /** One server, and one with the JSON type. */
  static SetupQuery oneServer() {
    return on(Stream.concat(SharedServers.available().limit(1), SharedServers.withJson().limit(1)));
  }

  SetupQuery standalone() {
    return where(setup -> !setup.cluster());
  }

  SetupQuery layouts(LayoutName... wanted) {
    return where(setup -> Arrays.asList(wanted).contains(setup.layout()));
  }

  SetupQuery keyspace(KeyspaceName wanted) {
    return where(setup -> setup.keyspace() == wanted);
  }

  /**
   * In an ordinary run each kind of server with each layout once: Redis and Valkey in turn
   * standalone and as a Cluster.
   */
  SetupQuery alternating() {
    return where(setup -> isComplete(setup.kind()) || isAlternate(setup));
  }

  /** Each setup in each of these forms that its layout has. */
  SetupQuery inForms(Form... forms) {
    return new SetupQuery(
        stream()
            .flatMap(setup -> Stream.of(forms).map(setup::in))
            .filter(setup -> setup.layout() != LayoutName.JSON || !setup.isCompressed()));
  }

  SetupQuery where(Predicate<Setup> condition) {
    return new SetupQuery(stream().filter(condition));
  }

  SetupQuery and(SetupQuery others) {
    return new SetupQuery(Stream.concat(stream(), others.stream()));
  }

  Stream<Setup> stream() {
    return setups.stream();
  }

  private static SetupQuery on(Stream<ServerKind> kinds) {
    return new SetupQuery(kinds.flatMap(SetupQuery::on).filter(SetupQuery::isIncluded));
  }

  private static Stream<Setup> on(ServerKind kind) {
    return layouts(kind)
        .flatMap(
            layout ->
                Stream.of(
                    new Setup(kind, false, layout, KeyspaceName.PLAIN, Form.READABLE),
                    new Setup(kind, false, layout, KeyspaceName.SLOTTED, Form.READABLE),
                    new Setup(kind, true, layout, KeyspaceName.SLOTTED, Form.READABLE)));
  }

  /** Hashes and strings are tested on servers without the JSON type. */
  private static Stream<LayoutName> layouts(ServerKind kind) {
    return kind.hasJson()
        ? Stream.of(LayoutName.JSON)
        : Stream.of(LayoutName.HASH, LayoutName.STRING);
  }

  /**
   * Debian's server has the version of the embedded one, so one layout is enough there; the JSON
   * type is the same on either server, so the plain keyspace is. Redis 8.2 has each layout once.
   */
  private static boolean isIncluded(Setup setup) {
    return isComplete(setup.kind())
        || switch (setup.kind()) {
          case REDIS_7_0_EMBEDDED, VALKEY_9_1, REDIS_JSON -> true;
          case REDIS_DEBIAN ->
              setup.keyspace() == KeyspaceName.PLAIN && setup.layout() == LayoutName.HASH;
          case VALKEY_JSON -> setup.keyspace() == KeyspaceName.PLAIN;
          case REDIS_8_2 -> isAlternate(setup);
        };
  }

  private static boolean isAlternate(Setup setup) {
    if (setup.kind() == ServerKind.REDIS_DEBIAN) {
      return false;
    }
    boolean onCluster =
        switch (setup.kind()) {
          case REDIS_7_0_EMBEDDED, REDIS_8_2 -> setup.layout() == LayoutName.STRING;
          case VALKEY_9_1 -> setup.layout() == LayoutName.HASH;
          case REDIS_JSON -> true;
          case REDIS_DEBIAN, VALKEY_JSON -> false;
        };
    return setup.cluster() == onCluster
        && (setup.cluster() || setup.keyspace() == KeyspaceName.PLAIN);
  }

  /** Whether no setup on this kind of server is left out. */
  private static boolean isComplete(ServerKind kind) {
    return Rounds.isFull() || kind.isChosen();
  }
}
