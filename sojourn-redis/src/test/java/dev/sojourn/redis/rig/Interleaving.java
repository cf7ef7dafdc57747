package dev.sojourn.redis.rig;

import dev.sojourn.rig.fault.CommandGate;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Debugging;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Runs concurrent calls of several stores one command at a time: a random generator decides whose
 * command is next, so the same seed gives the same order. Each store is behind a gate of its own.
 */
public final class Interleaving {

  private static final long TIMEOUT_NANOS = Debugging.orLonger(Duration.ofSeconds(20)).toNanos();

  private final RandomGenerator random;
  private final List<Player> players = new ArrayList<>();
  private boolean over;

  public Interleaving(RandomGenerator random) {
    this.random = random;
  }

  /** A call and the state of its commands; guarded by the interleaving. */
  private final class Player {
    private final Supplier<? extends CompletionStage<?>> call;
    private int waiting;
    private int allowed;
    private boolean done;

    Player(CommandGate gate, Supplier<? extends CompletionStage<?>> call) {
      this.call = call;
      gate.guard(command -> awaitTurn(this));
    }
  }

  /** Adds a call of the store behind a gate. */
  public Interleaving add(CommandGate gate, Supplier<? extends CompletionStage<?>> call) {
    players.add(new Player(gate, call));
    return this;
  }

  /** Runs the calls; returns their results or failures in the order of {@code add}. */
  public List<Object> run() {
    List<CompletionStage<Object>> answers = players.stream().map(this::begin).toList();
    while (allowNext()) {
      // let one command pass
    }
    return Await.all(answers);
  }

  private CompletionStage<Object> begin(Player player) {
    return player
        .call
        .get()
        .handle((answer, failure) -> failure == null ? (Object) answer : (Object) failure)
        .whenComplete((answer, none) -> end(player));
  }

  private synchronized void end(Player player) {
    player.done = true;
    notifyAll();
  }

  private synchronized void awaitTurn(Player player) {
    player.waiting++;
    notifyAll();
    await(() -> over || player.allowed > 0);
    player.allowed--;
  }

  /** Lets one command pass; returns whether there may be more. */
  private synchronized boolean allowNext() {
    await(() -> players.stream().allMatch(player -> player.done || player.waiting > 0));
    List<Player> ready = players.stream().filter(player -> player.waiting > 0).toList();
    if (players.stream().allMatch(player -> player.done)) {
      over = true;
      notifyAll();
      return false;
    }
    Player next = ready.get(random.nextInt(ready.size()));
    next.waiting--;
    next.allowed++;
    notifyAll();
    return true;
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition condition) {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (!condition.holds()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("the calls are stuck");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
