package dev.sojourn.redis.nearcache;

import static dev.sojourn.redis.rig.Meanwhile.named;
import static dev.sojourn.redis.rig.Meanwhile.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.internal.connection.LateReplies;
import dev.sojourn.redis.rig.AllScripts;
import dev.sojourn.redis.rig.FrozenAccess;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.redis.rig.Setups;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 20: a read whose reply arrives later than a lease after its sending is sent again. A process
 * is suspended for 3 s while a reply that accepts the session is in transit.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("layouts")
final class LateAnswerIT extends OnRedis {

  private static final Duration SUSPENSION = Duration.ofSeconds(3);

  private final RedisServer server = redis.serverOf("");

  /** Independent of the kind of server. */
  static Stream<Setup> layouts() {
    return Setups.onOneStandalone().filter(setup -> setup.keyspace() == KeyspaceName.PLAIN);
  }

  LateAnswerIT(Setup setup) {
    super(setup);
  }

  /** The first result after the process resumes is a refusal. */
  @Test
  void aSessionThatEndedWhileTheProcessStoodStillIsRefused() {
    assertThat(SUSPENSION).isGreaterThan(LateReplies.MAX_AGE);
    AllScripts.teach(server);
    TestClient ended = logIn("ada");
    TestClient endedToo = logIn("ben").rotated();
    TestClient kept = logIn("cleo");
    List<TestClient> clients = List.of(ended, endedToo, kept);
    List<FrozenAccess> accesses = Concurrently.many(3, number -> access(clients.get(number)));
    try (FrozenAccess one = accesses.get(0);
        FrozenAccess other = accesses.get(1);
        FrozenAccess third = accesses.get(2);
        CommandMonitor monitor = CommandMonitor.of(server)) {
      one.freezeAt(reading());
      other.freezeAt(running(layout().scripts().prove()));
      third.freezeAt(reading());
      // One read each, and another next to the script that proves a rotated secret.
      await().untilAsserted(() -> assertThat(monitor.sent()).filteredOn("PTTL"::equals).hasSize(4));
      assertThat(ended.revoke() + endedToo.revoke()).isEqualTo(2);
      long revoked = System.nanoTime();
      await().until(() -> System.nanoTime() - revoked > SUSPENSION.toNanos());

      assertThat(one.thawed()).isEqualTo("Refused");
      assertThat(other.thawed()).isEqualTo("Refused");
      assertThat(third.thawed()).isEqualTo("Live");
    }
  }

  private FrozenAccess access(TestClient client) {
    return FrozenAccess.to(client, setup, server);
  }

  private Predicate<List<String>> reading() {
    return named(setup.readCommand());
  }
}
