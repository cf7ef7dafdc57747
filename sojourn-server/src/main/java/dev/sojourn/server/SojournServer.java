package dev.sojourn.server;

import dev.sojourn.redis.RedisSessions;
import io.netty.channel.EventLoop;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The service, running: started when it is there, until it is stopped. Thread-safe. */
public final class SojournServer {

  private final ServerSettings settings;

  private SojournServer(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts the service and waits until it answers.
   *
   * @param settings where to listen, and who may call
   * @param connect connects an event loop to the sessions' store; called once for each
   * @throws CannotListen when an address is taken
   * @throws dev.sojourn.StoreUnavailable what {@code connect} failed with, as it is
   */
  public static SojournServer start(
      ServerSettings settings, Function<EventLoop, CompletionStage<RedisSessions>> connect) {
    return new SojournServer(settings); // the routes come next
  }

  /** The port that the calls are served at. */
  public int port() {
    return settings.port();
  }

  /** The port of health and metrics, when they have one of their own. */
  public OptionalInt managementPort() {
    return OptionalInt.empty();
  }

  /** Stops listening, lets requests under way finish, and closes the stores. */
  public void stop() {}
}
