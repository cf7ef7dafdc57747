package dev.sojourn.redis.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.Sessions;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.Written;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
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
import org.jspecify.annotations.Nullable;

/**
 * Requests on a shared connection of which one in a hundred times out or is cancelled; checks that
 * each answer belongs to its request.
 */
public final class ManyRequests {

  private static final int AT_ONCE = 32;
  private static final int BETWEEN_FREEZES = 2 * 100 * AT_ONCE; // half a percent times out
  private static final int BETWEEN_CANCELS = 200; // and half a percent is cancelled

  private final Sessions through;
  private final FaultProxy proxy;
  private final List<Issued> sessions;
  private final Random random = new Random(14);
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** Requests for sessions, through a proxy. */
  public ManyRequests(Sessions through, FaultProxy proxy, List<Issued> sessions) {
    this.through = through;
    this.proxy = proxy;
    this.sessions = sessions;
  }

  public void assertEachAnswerIsOfTheSessionThatWasAskedFor(int requests) {
    for (int n = 0; n < requests; n++) {
      if (n % BETWEEN_FREEZES == BETWEEN_FREEZES / 8) {
        letSomeTimeOut();
      }
      ask(n);
    }
    free.acquireUninterruptibly(AT_ONCE);

    assertThat(wrong).isEmpty();
    assertThat(unavailable).hasPositiveValue();
    assertThat(right.get()).isGreaterThan(requests * 9 / 10);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // checked when it completes
  private void ask(int n) {
    Issued asked = sessions.get(random.nextInt(sessions.size()));
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

  private CompletionStage<Optional<Session>> request(Issued asked) {
    return switch (random.nextInt(4)) {
      case 0 -> through.async().access(asked.token());
      case 1 -> through.async().peek(asked.session().id());
      case 2 -> changed(asked);
      default -> through.async().peek(asked.token());
    };
  }

  private CompletionStage<Optional<Session>> changed(Issued asked) {
    return through
        .async()
        .change(asked.session().id(), changes -> changes.set("n", random.nextInt()))
        .thenApply(
            saved ->
                saved instanceof Written written
                    ? Optional.of(written.session())
                    : Optional.empty());
  }

  private void judge(Issued asked, Optional<Session> found, @Nullable Throwable failure) {
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

  /** All pending requests time out; their replies arrive later, while others are pending. */
  private void letSomeTimeOut() {
    int before = unavailable.get();
    proxy.all(new Fault.Freeze());
    ask(1);
    await().until(() -> unavailable.get() > before);
    proxy.clear();
  }
}
