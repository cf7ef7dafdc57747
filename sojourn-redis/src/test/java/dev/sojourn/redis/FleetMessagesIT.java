package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.SessionId;
import dev.sojourn.testkit.Listener;
import dev.sojourn.testkit.SharedServers;
import dev.sojourn.testkit.Visit;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who listens at any node of a Cluster hears of every revocation, wherever the session lay. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#all")
final class FleetMessagesIT extends OnRedis {

  FleetMessagesIT(Setup setup) {
    super(setup);
  }

  @Test
  void everyNodeHearsOfEveryRevocation() {
    List<Visit> visits = List.of(logIn("ada"), logIn("bob"), logIn("cyd"), logIn("dan"));
    List<String> all = visits.stream().map(Visit::id).map(SessionId::value).toList();
    List<Listener> listeners =
        redis.servers().stream().map(server -> Listener.on(server, keys.channel())).toList();
    try {
      visits.forEach(Visit::revoke);
      listeners.forEach(
          listener ->
              assertThat(heard(listener, all::contains).limit(all.size()).toList())
                  .containsExactlyInAnyOrderElementsOf(all));
    } finally {
      listeners.forEach(Listener::close);
    }
  }

  /** So that a missing right for the channel is found before the first logout. */
  @Test
  void theFirstLookPublishesAProbe() {
    try (Listener listener = Listener.on(redis.servers().get(0), keys.channel())) {
      RedisSessions.connect(setup.at(uri())).close();

      assertThat(heard(listener, message -> SessionId.parse(message).isPresent()).findFirst())
          .isPresent();
    }
  }

  @Test
  void theFirstLookLeavesNothingBehind() {
    RedisSessions.connect(setup.at(uri())).close();
    assertThat(redis.servers()).allMatch(server -> Long.valueOf(0).equals(server.call("DBSIZE")));
  }

  private String uri() {
    return setup.cluster()
        ? SharedServers.cluster(setup.kind()).userUri()
        : SharedServers.get(setup.kind()).userUri();
  }

  /** The next messages of that kind; the bus of a Cluster may still bring others of before. */
  private static Stream<String> heard(Listener listener, Predicate<String> kind) {
    return Stream.generate(listener::next).filter(kind);
  }
}
