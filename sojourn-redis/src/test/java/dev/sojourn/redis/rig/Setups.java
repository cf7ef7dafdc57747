package dev.sojourn.redis.rig;

import static dev.sojourn.redis.KeyspaceName.PLAIN;
import static dev.sojourn.redis.KeyspaceName.SLOTTED;
import static dev.sojourn.redis.LayoutName.HASH;
import static dev.sojourn.redis.LayoutName.JSON;
import static dev.sojourn.redis.LayoutName.STRING;
import static dev.sojourn.redis.rig.Setup.Form.COMPACT;
import static dev.sojourn.redis.rig.Setup.Form.COMPACT_COMPRESSED;
import static dev.sojourn.redis.rig.Setup.Form.COMPRESSED;
import static dev.sojourn.redis.rig.Setup.Form.READABLE;
import static dev.sojourn.redis.rig.SetupQuery.everyServer;
import static dev.sojourn.redis.rig.SetupQuery.oneServer;

import dev.sojourn.redis.rig.Setup.Form;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.testkit.Rounds;
import java.util.stream.Stream;

/** The selections of setups that tests run on; {@link SetupQuery} says what each step selects. */
public final class Setups {

  private Setups() {}

  public static Stream<Setup> all() {
    return everyServer().stream();
  }

  static Stream<Setup> standalone() {
    return everyServer().standalone().stream();
  }

  static Stream<Setup> slotted() {
    return everyServer().standalone().keyspace(SLOTTED).stream();
  }

  static Stream<Setup> plain() {
    return everyServer().keyspace(PLAIN).stream();
  }

  static Stream<Setup> json() {
    return everyServer().keyspace(PLAIN).layouts(JSON).stream();
  }

  /** Each layout once on every server: hashes in the plain keyspace, the others slotted. */
  static Stream<Setup> onEachStandalone() {
    return everyServer()
        .standalone()
        .where(setup -> (setup.layout() == HASH) == (setup.keyspace() == PLAIN))
        .stream();
  }

  static Stream<Setup> onOneServer() {
    return oneServer().stream();
  }

  public static Stream<Setup> onOneStandalone() {
    return oneServer().standalone().stream();
  }

  static Stream<Setup> plainOnOneStandalone() {
    return oneServer().standalone().keyspace(PLAIN).stream();
  }

  static Stream<Setup> hashOnOneStandalone() {
    return oneServer().standalone().layouts(HASH).stream();
  }

  // ---------------------------------------------------------------- the contract of a store

  static Stream<Setup> contractOfHashes() {
    return everyServer().layouts(HASH).alternating().stream();
  }

  static Stream<Setup> contractOfStrings() {
    return everyServer().layouts(STRING).alternating().stream();
  }

  static Stream<Setup> contractOfJson() {
    return everyServer().layouts(JSON).alternating().stream();
  }

  /**
   * A full run takes every form. Otherwise one server is enough, and those forms that have code of
   * their own: a hash encodes names and values separately, a string is encoded as a whole.
   */
  static Stream<Setup> contractInOtherForms() {
    SetupQuery one = oneServer().keyspace(PLAIN);
    return (Rounds.isFull()
            ? everyServer().inForms(COMPACT, COMPRESSED, COMPACT_COMPRESSED)
            : one.layouts(HASH)
                .inForms(COMPACT_COMPRESSED)
                .and(one.layouts(STRING).inForms(COMPRESSED, COMPACT_COMPRESSED))
                .and(one.layouts(JSON).inForms(COMPACT)))
        .stream();
  }

  /**
   * The near cache: standalone with one layout and on a Cluster with the other; on one kind of
   * server, in a full run on each and with JSON.
   */
  static Stream<Setup> near() {
    return (Rounds.isFull() ? everyServer() : oneServer().layouts(HASH, STRING))
            .where(setup -> setup.kind() != ServerKind.REDIS_DEBIAN || setup.kind().isChosen())
            .where(setup -> setup.cluster() || setup.keyspace() == PLAIN)
            .where(setup -> setup.cluster() == (setup.layout() == STRING))
            .stream();
  }

  // ---------------------------------------------------------------- forms

  public static Stream<Setup> forms() {
    return oneServer().keyspace(PLAIN).inForms(Form.values()).stream();
  }

  /** Each form, and JSON in both namings. */
  static Stream<Setup> summarized() {
    return oneServer()
        .standalone()
        .keyspace(PLAIN)
        .inForms(Form.values())
        .and(everyServer().standalone().keyspace(PLAIN).layouts(JSON).inForms(READABLE, COMPACT))
        .stream();
  }

  static Stream<Setup> otherForms() {
    return oneServer().keyspace(PLAIN).inForms(COMPACT, COMPRESSED, COMPACT_COMPRESSED).stream();
  }

  static Stream<Setup> compact() {
    return oneServer().keyspace(PLAIN).inForms(COMPACT).stream();
  }

  /** A compressed string in both namings, a compressed hash in one. */
  static Stream<Setup> compressed() {
    return oneServer()
        .keyspace(PLAIN)
        .inForms(COMPRESSED, COMPACT_COMPRESSED)
        .where(setup -> setup.form() == COMPRESSED || setup.layout() == STRING)
        .stream();
  }

  static Stream<Setup> withDictionaries() {
    return everyServer().layouts(HASH, STRING).inForms(COMPACT_COMPRESSED).stream();
  }

  /** Each setup that the storage page shows a record of. */
  static Stream<Setup> shown() {
    return Stream.concat(plain(), compact());
  }

  // ---------------------------------------------------------------- maintenance and migration

  static Stream<Setup> swept() {
    return sweeps().stream();
  }

  static Stream<Setup> sweptStandalone() {
    return sweeps().standalone().stream();
  }

  static Stream<Setup> sweptPlain() {
    return sweeps().keyspace(PLAIN).stream();
  }

  static Stream<Setup> moved() {
    return migrations(everyServer()).stream();
  }

  static Stream<Setup> movedStandalone() {
    return migrations(everyServer()).standalone().stream();
  }

  static Stream<Setup> movedOnOne() {
    return migrations(oneServer()).standalone().keyspace(PLAIN).stream();
  }

  /** A sweep reads the indexes, which are the same in every layout: strings on one server. */
  private static SetupQuery sweeps() {
    return everyServer()
        .layouts(HASH)
        .and(oneServer().standalone().layouts(STRING).keyspace(PLAIN));
  }

  /** A test of migrations moves sessions between all layouts of the server. */
  private static SetupQuery migrations(SetupQuery servers) {
    return servers.layouts(HASH, JSON);
  }
}
