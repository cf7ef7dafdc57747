package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.NewSession;
import dev.sojourn.Opened;
import dev.sojourn.SessionToken;
import dev.sojourn.testkit.EachServer;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.ServerKind;
import dev.sojourn.testkit.SharedServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A near cache that is full: a flood costs speed, never safety (I8). */
@EachServer
class NearCacheBoundIT {

  private static final int BYTES = 1 << 16;
  private static final int ENTRIES = BYTES / 600;

  private final NearRig rig;

  NearCacheBoundIT(ServerKind kind) {
    rig = NearRig.on(SharedServers.fresh(kind), NearCacheSettings.DEFAULT.withMostBytes(BYTES));
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aFloodOfOtherSessionsRevivesNone() {
    Opened ada = rig.kept("ada");
    rig.revokeBeside(ada);
    for (int i = 0; i < Rounds.of(100_000); i++) {
      assertThat(rig.accepts(login("user" + i % 50))).isTrue();
    }
    assertThat(rig.accepts(ada.token())).isFalse();
    assertThat(rig.near().near().entries()).isLessThanOrEqualTo(ENTRIES);
  }

  private SessionToken login(String user) {
    return rig.beside().create(NewSession.of(user)).orElseThrow().token();
  }
}
