package dev.sojourn.redis.rig;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.spi.SessionStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The servers of a fleet that share one Redis: stores by name, connected on first use and kept for
 * all tests of a class.
 */
public final class Fleet {

  private static Optional<Fleet> current = Optional.empty();

  private final Setup setup;
  private final RedisSettings settings;
  private final Redis redis;
  private final Map<String, RedisSessions> stores = new LinkedHashMap<>();
  private final Map<String, CommandGate> gates = new LinkedHashMap<>();

  private Fleet(Setup setup) {
    this.setup = setup;
    this.settings = setup.settings();
    this.redis = new Redis(setup);
  }

  /** The fleet of this test class; starts on an empty Redis. */
  public static Fleet on(Setup setup) {
    Fleet fleet = current.orElseGet(() -> new Fleet(setup));
    current = Optional.of(fleet);
    return fleet;
  }

  /** Closes it; no connection may be left. */
  public static void end() {
    Optional<Fleet> ending = current;
    current = Optional.empty(); // first, so that a fleet that fails to close is not reused
    ending.ifPresent(Fleet::close);
  }

  Redis redis() {
    return redis;
  }

  /** The store of a name, with its own settings. */
  public SessionStore store(String name, UnaryOperator<RedisSettings> own) {
    return stores
        .computeIfAbsent(name, unknown -> RedisSessions.connect(own.apply(settings)))
        .store();
  }

  /** A store whose commands pass the {@link #gate} of that name. */
  public SessionStore gated(String name) {
    String uri = gate(name).userUri();
    return store(name, direct -> setup.at(uri));
  }

  /** The gate of a name; not on a Cluster. */
  public CommandGate gate(String name) {
    RedisServer server = SharedServers.get(setup.kind());
    return gates.computeIfAbsent(name, unknown -> CommandGate.to(server));
  }

  /** Resets it for the next test. */
  public void empty() {
    gates.values().forEach(CommandGate::open);
    redis.empty();
  }

  /** Law 3. */
  void everyKeyExpires() {
    invariants().everyKeyExpiresWithin(Timeouts.MOST);
  }

  private void close() {
    stores.values().forEach(RedisSessions::close);
    gates.values().forEach(CommandGate::close);
    redis.close();
    invariants().noConnectionIsLeft();
  }

  private Invariants invariants() {
    return setup.cluster()
        ? Invariants.of(SharedServers.cluster(setup.kind()))
        : Invariants.of(SharedServers.get(setup.kind()));
  }
}
