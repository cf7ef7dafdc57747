package dev.sojourn.redis.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.NewSession;
import dev.sojourn.Session;
import dev.sojourn.SessionToken;
import dev.sojourn.redis.NearCacheSettings;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import dev.sojourn.testkit.Rounds;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A full near cache: a flood of sessions costs speed, never safety (I8). Independent of the kind of
 * server.
 */
class NearCacheBoundIT {

  private static final int ENTRIES = Math.max(200, Rounds.of(10_000));
  private static final int OTHERS = Rounds.isFull() ? 1_000_000 : 8 * ENTRIES;
  private static final int AT_ONCE = 200;

  /** The assumed size of an entry without attributes. */
  private static final int BYTES = 600;

  private final NearRig rig =
      NearRig.on(
          SharedServers.fresh(ServerKind.any()),
          NearCacheSettings.DEFAULT.withMostBytes((long) ENTRIES * BYTES));

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void aFloodOfOtherSessionsRevivesNone() {
    Issued ada = rig.cached("ada");
    Issued ben = rig.cached("ben");
    rig.revokeBeside(ada);
    List<SessionToken> others = logins();
    rig.here().revoke(ben.session().id(), EndReason.LOGOUT);
    for (int from = 0; from < OTHERS; from += AT_ONCE) {
      assertThat(accesses(others, from)).allMatch(answer -> answer.join().isPresent());
      assertThat(rig.accepts(ada.token())).isFalse();
      assertThat(rig.accepts(ben.token())).isFalse();
    }
    assertThat(rig.state().entries()).isLessThanOrEqualTo(ENTRIES).isGreaterThan(ENTRIES / 2);
  }

  private List<SessionToken> logins() {
    return IntStream.range(0, OTHERS / AT_ONCE)
        .mapToObj(
            batch ->
                IntStream.range(0, AT_ONCE)
                    .mapToObj(n -> rig.beside().async().create(NewSession.of("user " + n)))
                    .map(CompletionStage::toCompletableFuture)
                    .toList())
        .flatMap(batch -> batch.stream().map(login -> login.join().orElseThrow().token()))
        .toList();
  }

  private List<CompletableFuture<Optional<Session>>> accesses(List<SessionToken> all, int from) {
    return IntStream.range(from, from + AT_ONCE)
        .mapToObj(n -> rig.here().async().access(all.get(n)).toCompletableFuture())
        .toList();
  }
}
