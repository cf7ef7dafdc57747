package dev.sojourn.rig.monitor;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A subscriber of a channel at one server; receives its messages in order. Not thread-safe.
 *
 * <pre>{@code
 * try (ChannelListener listener = ChannelListener.on(server, "session:invalidate")) {
 *   sessions.revoke(id);
 *   assertThat(listener.messages()).containsExactly(id.value());
 * }
 * }</pre>
 */
public final class ChannelListener implements AutoCloseable {

  private final RespClient marker;
  private final RespClient client;
  private final String channel;

  private ChannelListener(String uri, String channel) {
    this.marker = RespClient.connect(uri);
    this.client = RespClient.connect(uri);
    this.channel = channel;
    client.call("SUBSCRIBE", channel);
  }

  /** Subscribes at a server. */
  public static ChannelListener on(RedisServer server, String channel) {
    return on(server.adminUri(), channel);
  }

  /** Subscribes at the server of a URI, which may lead through a proxy. */
  public static ChannelListener on(String uri, String channel) {
    return new ChannelListener(uri, channel);
  }

  /** The next message; waits up to ten seconds. */
  public String next() {
    if (client.next() instanceof List<?> message) {
      return String.valueOf(message.get(2));
    }
    throw new IllegalStateException("not a message");
  }

  /** The messages published at this server since the last call. */
  public List<String> messages() {
    String end = UUID.randomUUID().toString();
    marker.call("PUBLISH", channel, end);
    List<String> received = new ArrayList<>();
    for (String message = next(); !message.equals(end); message = next()) {
      received.add(message);
    }
    return received;
  }

  @Override
  public void close() {
    client.close();
    marker.close();
  }
}
