package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.Credentials;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Invariants that hold after every test. Each method throws an {@link AssertionError} that names
 * every violation, and returns this.
 *
 * <pre>{@code
 * @AfterEach
 * void invariants() {
 *   sessions.close();
 *   Invariants.of(server)
 *       .everyKeyExpiresWithin(Duration.ofHours(12))
 *       .nothingHolds(secrets)
 *       .noConnectionIsLeft();
 * }
 * }</pre>
 */
public final class Invariants {

  /** Deadlines may be rounded up. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** A server notices a closed connection a little later. */
  private static final Duration DISCONNECT_TIMEOUT = Duration.ofSeconds(4);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private final List<RedisServer> servers;

  private Invariants(List<RedisServer> servers) {
    this.servers = servers;
  }

  /** The invariants of one server. */
  public static Invariants of(RedisServer server) {
    return new Invariants(List.of(server));
  }

  /** The invariants of every running primary. */
  public static Invariants of(RedisCluster cluster) {
    return new Invariants(cluster.primaries());
  }

  /** Every key has a TTL, at most that long (law 3). */
  public Invariants everyKeyExpiresWithin(Duration absolute) {
    long mostMillis = absolute.plus(SLACK).toMillis();
    List<String> wrong = new ArrayList<>();
    onEachKey(
        (data, key) -> {
          long ttl = data.ttlMillis(key);
          if (ttl == -1) {
            wrong.add(StoredData.readable(key) + " has no TTL");
          } else if (ttl > mostMillis) {
            wrong.add(StoredData.readable(key) + " lives for another " + Duration.ofMillis(ttl));
          }
        });
    assertThat(wrong).as("keys that do not expire within %s", absolute).isEmpty();
    return this;
  }

  /**
   * No key or value contains one of the secrets, as it is or in Base64 or hex (law 7). Compressed
   * values are not searched.
   */
  public Invariants nothingHolds(Collection<String> secrets) {
    List<String> wrong = new ArrayList<>();
    onEachKey(
        (data, key) ->
            SecretForms.find(secrets, key + "\n" + data.value(key))
                .ifPresent(secret -> wrong.add(StoredData.readable(key) + " holds " + secret)));
    assertThat(wrong).as("keys with a secret in them").isEmpty();
    return this;
  }

  /**
   * No connection of the users {@code sojourn} and {@code sojourn-maintenance} is open; waits up to
   * four seconds for that.
   */
  public Invariants noConnectionIsLeft() {
    servers.forEach(
        server ->
            await()
                .atMost(DISCONNECT_TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL_INTERVAL)
                .untilAsserted(
                    () -> assertThat(connections(server)).as("connections left open").isEmpty()));
    return this;
  }

  /** The text of a log contains none of the secrets, in any of these forms. */
  public static void noSecretIn(String log, Collection<String> secrets) {
    String latin1 = new String(log.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    List<String> wrong =
        latin1.lines().filter(line -> SecretForms.find(secrets, line).isPresent()).toList();
    assertThat(wrong).as("lines of a log with a secret in them").isEmpty();
  }

  private void onEachKey(BiConsumer<StoredData, String> check) {
    for (RedisServer server : servers) {
      try (RespClient client = server.connect()) {
        StoredData data = new StoredData(client);
        data.keys().forEach(key -> check.accept(data, key));
      }
    }
  }

  private static List<String> connections(RedisServer server) {
    try (RespClient client = server.connect()) {
      return client
          .text("CLIENT", "LIST")
          .lines()
          .filter(line -> line.contains(" user=" + Credentials.USER))
          .toList();
    }
  }
}
