package dev.sojourn.redis.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.EncodedValue;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.MigrationReport;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Consecutive migrations between all pairs of layouts, while the servers of a mixed fleet use the
 * sessions: no call fails, no session ends, and no change is lost.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#moved")
final class MigrationLoadIT extends OnMoved {

  private static final int THREADS = 8;
  private static final int QUIET = 200;

  private final AtomicBoolean over = new AtomicBoolean();

  MigrationLoadIT(Setup setup) {
    super(setup);
  }

  @Test
  void noCallFailsNoSessionEndsNothingIsLost() {
    List<SessionStore> servers = setup.able().stream().map(this::server).toList();
    List<TestClient> quiet = some(QUIET, Sample.of("quiet").with("role", "admin"), servers.get(0));
    var before = quiet.stream().map(TestClient::record).toList();
    CompletableFuture<Integer> moves = CompletableFuture.supplyAsync(this::moveOn);
    int rounds = Math.max(60, Rounds.of(5_000));
    Concurrently.many(THREADS, number -> use(servers, number, rounds, moves));
    over.set(true);

    assertThat(moves.join()).isGreaterThanOrEqualTo(setup.able().size());
    assertThat(quiet.stream().map(TestClient::record).toList()).isEqualTo(before);
  }

  /** Repeats until the session has been in every layout at least once. */
  private int moveOn() {
    int moves = 0;
    while (!over.get() || moves < setup.able().size()) {
      LayoutName to = setup.able().get((moves + 1) % setup.able().size());
      MigrationReport report = migrated(to);
      assertThat(report.isComplete()).as("%s", report).isTrue();
      assertThat(report.unreadable()).isZero();
      assertThat(report.moved()).isGreaterThanOrEqualTo(QUIET);
      moves++;
    }
    return moves;
  }

  /** One client of all servers: every call succeeds, and every change is applied once. */
  private int use(
      List<SessionStore> servers, int number, int rounds, CompletableFuture<Integer> moves) {
    Random random = new Random(number);
    List<TestClient> mine = new ArrayList<>();
    mine.add(Sample.of("user" + number).with("count", "0").in(servers.get(0)));
    int count = 0;
    for (int round = 0; round < rounds && !moves.isDone(); round++) {
      TestClient last = mine.get(mine.size() - 1);
      TestClient client =
          new TestClient(servers.get(random.nextInt(servers.size())), last.id(), last.secret());
      switch (random.nextInt(6)) {
        case 0 -> {
          TestClient next = client.rotated();
          assertOpens(next);
          mine.add(next);
        }
        case 1 -> mine.add(client.logIn("user" + number));
        case 2, 3 -> {
          count++;
          client.changed(TestClient.editingDelta("count", MigrationLoadIT::oneMore));
        }
        case 4 -> assertThat(client.changed(TestClient.putting("n", "" + round))).isNotNull();
        default -> assertOpens(client);
      }
    }
    TestClient last = mine.get(mine.size() - 1);
    assertOpens(last);
    assertThat(last.text("count")).contains("" + count);
    return count;
  }

  private static Optional<EncodedValue> oneMore(Optional<EncodedValue> old) {
    return old.map(value -> EncodedValue.text("" + (Integer.parseInt(value.text()) + 1)));
  }
}
