package dev.sojourn.rig.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.server.AwaitTimeout;
import dev.sojourn.rig.server.FailureContext;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The failure of a test comes with the last commands of the servers. */
final class FailureContextIT {

  private final RedisServer server = SharedServers.fresh(ServerKind.any());
  private final AtomicReference<Optional<String>> detection =
      new AtomicReference<>(Optional.empty());

  @RegisterExtension
  private final BeforeEachCallback looking =
      test ->
          detection.set(
              test.getConfigurationParameter("junit.jupiter.extensions.autodetection.enabled"));

  @Test
  void theLastCommandsAreToldInTheirOrder() {
    server.call("SET", "session:a", "line\nby line");
    server.call("GET", "session:a");

    assertThat(FailureContext.describe())
        .contains(server.toString())
        .containsSubsequence("FLUSHALL", " SET session:a line?by line\n", " GET session:a\n");
  }

  @Test
  void theClockWasNotSetMeanwhile() {
    assertThat(FailureContext.describe())
        .containsPattern("set by PT-?0(\\.[01]\\d*)?S since this JVM");
  }

  @Test
  void everyTestIsWatched() {
    List<Extension> found =
        ServiceLoader.load(Extension.class).stream().map(ServiceLoader.Provider::get).toList();

    assertThat(found)
        .hasAtLeastOneElementOfType(FailureContext.class)
        .hasAtLeastOneElementOfType(AwaitTimeout.class);
    assertThat(detection.get()).contains("true");
  }
}
