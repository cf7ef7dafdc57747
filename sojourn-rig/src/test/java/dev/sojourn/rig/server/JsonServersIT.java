package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonServersIT {

  @ParameterizedTest
  @MethodSource("dev.sojourn.rig.server.SharedServers#withJson")
  void noDocumentIsFreedInAnotherThread(ServerKind kind) {
    List.of("lazyfree-lazy-user-flush", "replica-lazy-flush")
        .forEach(
            setting ->
                assertThat(SharedServers.get(kind).call("CONFIG", "GET", setting))
                    .isEqualTo(List.of(setting, "no")));
  }
}
