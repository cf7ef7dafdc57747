package dev.sojourn.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Opened;
import dev.sojourn.Session;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Written;
import dev.sojourn.testkit.Fault;
import dev.sojourn.testkit.Rounds;
import dev.sojourn.testkit.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that time out or are given up, one in a hundred, while many share the connection: no
 * record reaches another's request (M1, FT10). In a full run a million in all.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setup#onEachStandalone")
class NoReplyGoesAstrayIT {

  private static final int REQUESTS = Rounds.of(170_000); // on each of six setups
  private static final int AT_ONCE = 32;
  private static final int BETWEEN_FREEZES = 2 * 100 * AT_ONCE; // half a percent times out
  private static final int BETWEEN_CANCELS = 200; // and half a percent is given up
  private static final Duration TIMEOUT = Duration.ofMillis(250);

  private final Rig rig;
  private final List<Opened> sessions;
  private final Random random = new Random(14);
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  NoReplyGoesAstrayIT(Setup setup) {
    rig =
        Rig.on(
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
    for (int n = 0; n < REQUESTS; n++) {
      if (n % BETWEEN_FREEZES == BETWEEN_FREEZES / 8) {
        letSomeTimeOut();
      }
      ask(n);
    }
    free.acquireUninterruptibly(AT_ONCE);

    assertThat(wrong).isEmpty();
    assertThat(unavailable).hasPositiveValue();
    assertThat(right.get()).isGreaterThan(REQUESTS * 9 / 10);
    assertThat(rig.connectionThrough().repliesAstray()).isZero();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // judged when it comes
  private void ask(int n) {
    Opened asked = sessions.get(random.nextInt(sessions.size()));
    free.acquireUninterruptibly();
    CompletableFuture<Optional<Session>> answer = request(asked).toCompletableFuture();
    answer.whenComplete(
        (found, failure) -> {
          judge(asked, found, failure);
          free.release();
        });
    if (n % BETWEEN_CANCELS == 0) {
      answer.cancel(true);
    }
  }

  private CompletionStage<Optional<Session>> request(Opened asked) {
    return switch (random.nextInt(4)) {
      case 0 -> rig.through().async().access(asked.token());
      case 1 -> rig.through().async().peek(asked.session().id());
      case 2 -> changed(asked);
      default -> rig.through().async().peek(asked.token());
    };
  }

  private CompletionStage<Optional<Session>> changed(Opened asked) {
    return rig.through()
        .async()
        .change(asked.session().id(), changes -> changes.set("n", random.nextInt()))
        .thenApply(
            saved ->
                saved instanceof Written written
                    ? Optional.of(written.session())
                    : Optional.empty());
  }

  private void judge(Opened asked, Optional<Session> found, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof StoreUnavailable) {
        unavailable.incrementAndGet();
      } else if (!(cause instanceof CancellationException)) {
        wrong.add(String.valueOf(cause));
      }
    } else if (found.isPresent()
        && found.get().id().equals(asked.session().id())
        && found.get().user().equals(asked.session().user())) {
      right.incrementAndGet();
    } else {
      wrong.add("asked for " + asked.session().id() + ", got " + found.map(Session::id));
    }
  }

  /** All that are under way time out; their answers come later, while others are awaited. */
  private void letSomeTimeOut() {
    int before = unavailable.get();
    rig.proxy().all(new Fault.Freeze());
    ask(1);
    await().until(() -> unavailable.get() > before);
    rig.proxy().clear();
  }
}
