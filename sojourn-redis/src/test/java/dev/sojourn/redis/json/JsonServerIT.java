package dev.sojourn.redis.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.rig.AclFile;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The start-up check of a server that has the JSON type. */
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("dev.sojourn.rig.server.SharedServers#withJson")
class JsonServerIT {

  private static final String USER = "operator";

  private final RedisServer server;

  JsonServerIT(ServerKind kind) {
    this.server = SharedServers.fresh(kind);
  }

  @AfterEach
  void end() {
    server.call("ACL", "DELUSER", USER);
  }

  /** As on a server without the type: sessions in it cannot be read. */
  @Test
  void withoutItsRightsTheOtherLayoutsWork() {
    grant(right -> false);
    try (RedisSessions full = RedisSessions.connect(settings(LayoutName.JSON));
        RedisSessions less = RedisSessions.connect(operator(LayoutName.STRING))) {
      Issued ada = full.sessions().create(NewSession.of("ada")).orElseThrow();
      Issued bob = less.sessions().create(NewSession.of("bob")).orElseThrow();

      assertThat(less.sessions().access(bob.token())).isPresent();
      assertThat(full.sessions().access(bob.token())).isPresent();
      assertThat(less.sessions().access(ada.token())).isEmpty();
      assertThat(full.sessions().access(ada.token())).isPresent();
    }
  }

  @Test
  void aMissingRightIsToldToWhoWantsLayoutJson() {
    AclFile.ofJson()
        .forEach(
            right -> {
              grant(other -> !other.equals(right));
              assertThatThrownBy(() -> RedisSessions.connect(operator(LayoutName.JSON)).close())
                  .isInstanceOf(StoreUnavailable.class)
                  .hasMessageStartingWith("the Redis user lacks the right for ")
                  .hasMessageContaining(right);
            });
    grant(right -> true);
    RedisSessions.connect(operator(LayoutName.JSON)).close();
  }

  private void grant(Predicate<String> ofJson) {
    Stream<String> rights =
        Stream.concat(AclFile.rights(), AclFile.ofJson().filter(ofJson))
            .filter(right -> !right.equals("CLIENT|SETINFO"))
            .map(right -> "+" + right);
    Stream<String> rules =
        Stream.of("ACL", "SETUSER", USER, "reset", "on", ">secret", "~*", "&*", "-@all");
    server.call(Stream.concat(rules, rights).toArray(String[]::new));
  }

  private RedisSettings operator(LayoutName layout) {
    return RedisSettings.of("redis://" + USER + ":secret@127.0.0.1:" + server.port())
        .withLayout(layout);
  }

  private RedisSettings settings(LayoutName layout) {
    return RedisSettings.of(server.userUri()).withLayout(layout);
  }
}
