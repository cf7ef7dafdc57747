package dev.sojourn.bench;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cost of near caches to Redis: its CPU time for a heartbeat and for a message to all of them.
 */
final class HeartbeatFigure {

  private static final int SERVERS = 100;
  private static final int HEARTBEATS_A_SECOND = 4;
  private static final int CALLS = 20_000;
  private static final int MESSAGES = 1_000;
  private static final String CHANNEL = "session:invalidate";
  private static final String ID = "A".repeat(22);

  private HeartbeatFigure() {}

  static String of(RedisServer server) {
    var subscribers = Stream.generate(server::connect).limit(SERVERS).toList();
    try (RespClient client = server.connect()) {
      subscribers.forEach(subscriber -> subscriber.call("SUBSCRIBE", CHANNEL));
      client.call("CONFIG", "RESETSTAT");
      for (int i = 0; i < CALLS; i++) {
        client.call("HELLO");
      }
      for (int i = 0; i < MESSAGES; i++) {
        client.call("PUBLISH", CHANNEL, ID);
      }
      return text(micros(client, "hello"), micros(client, "publish"));
    } finally {
      subscribers.forEach(RespClient::close);
    }
  }

  private static String text(double heartbeat, double message) {
    return String.format(
        Locale.ROOT,
        "HELLO %.1f µs, PUBLISH to %d subscribers %.0f µs on Redis: the heartbeats of %d servers"
            + " take %.2f %% of a core, each invalidation takes %.0f µs",
        heartbeat,
        SERVERS,
        message,
        SERVERS,
        SERVERS * HEARTBEATS_A_SECOND * heartbeat / 10_000,
        message);
  }

  private static double micros(RespClient client, String command) {
    Matcher line =
        Pattern.compile("cmdstat_" + command + ":.*?usec_per_call=([\\d.]+)")
            .matcher(client.text("INFO", "commandstats"));
    if (!line.find()) {
      throw new IllegalStateException("Redis did not count " + command);
    }
    return Double.parseDouble(line.group(1));
  }
}
