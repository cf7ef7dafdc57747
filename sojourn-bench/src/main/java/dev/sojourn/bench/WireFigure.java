package dev.sojourn.bench;

import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.Written;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The traffic between Redis and this process for a change of one member of a nested attribute, a
 * quantity in a cart of twenty items; by {@code INFO stats}.
 *
 * @param form the form of the session
 * @param sent bytes to Redis
 * @param received bytes from Redis, including the session after the change
 */
record WireFigure(SessionForm form, double sent, double received) {

  private static final int CHANGES = 1_000;
  private static final int ITEMS = 20;

  /** Measures the readable forms on a server with the JSON type, which is flushed. */
  static List<WireFigure> of(RedisServer server) {
    return List.of(SessionForm.HASH, SessionForm.STRING, SessionForm.JSON).stream()
        .map(form -> of(server, form))
        .toList();
  }

  private static WireFigure of(RedisServer server, SessionForm form) {
    server.flush();
    try (RedisSessions redis = RedisSessions.connect(form.settings(server.userUri()));
        RespClient admin = server.connect()) {
      Session session = redis.sessions().create(shopper()).orElseThrow().session();
      session = changed(redis, session, 0); // the script is loaded now
      long in = number(admin, "total_net_input_bytes");
      long out = number(admin, "total_net_output_bytes");
      for (int quantity = 1; quantity <= CHANGES; quantity++) {
        session = changed(redis, session, quantity);
      }
      return new WireFigure(
          form,
          (double) (number(admin, "total_net_input_bytes") - in) / CHANGES,
          (double) (number(admin, "total_net_output_bytes") - out) / CHANGES);
    }
  }

  private static NewSession shopper() {
    return Example.of("ada").with("basket", Map.of("items", items()));
  }

  private static List<Map<String, Object>> items() {
    return IntStream.range(0, ITEMS)
        .<Map<String, Object>>mapToObj(item -> Map.of("sku", "A-" + (10_000 + item), "qty", 1))
        .toList();
  }

  /** Returns the new session, because a saved view still remembers its changes. */
  private static Session changed(RedisSessions redis, Session session, int quantity) {
    session.at("basket.items[3].qty").set(quantity);
    return ((Written) redis.sessions().save(session)).session();
  }

  private static long number(RespClient admin, String name) {
    return admin
        .text("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).trim()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %.0f B sent, %.0f B received", form, sent, received);
  }
}
