package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Issued;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.ManyRequests;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One in a hundred requests times out or is cancelled, while many share the connection: no record
 * reaches the request of another session (M1, FT10). A full run sends a million.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class NoReplyIsMisroutedIT {

  private static final int REQUESTS = Rounds.of(170_000); // on each of six setups
  private static final Duration TIMEOUT = Duration.ofMillis(250);

  private final FaultRig rig;
  private final List<Issued> sessions;

  NoReplyIsMisroutedIT(Setup setup) {
    rig =
        FaultRig.on(
            SharedServers.fresh(setup.kind()),
            settings ->
                settings
                    .withLayout(setup.layout())
                    .withKeyspace(setup.keyspace())
                    .withCommandTimeout(TIMEOUT));
    sessions = IntStream.range(0, 200).mapToObj(n -> rig.login("user " + n)).toList();
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void everyAnswerIsOfTheSessionThatWasAskedFor() {
    new ManyRequests(rig.through(), rig.proxy(), sessions)
        .assertEachAnswerIsOfTheSessionThatWasAskedFor(REQUESTS);
    assertThat(rig.connectionThrough().misroutedReplies()).isZero();
  }
}
