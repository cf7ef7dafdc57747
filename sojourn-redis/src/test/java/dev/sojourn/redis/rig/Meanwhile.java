package dev.sojourn.redis.rig;

import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.rig.fault.CommandGate.Guard;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Guards that run a task while a command waits at its gate, before it reaches the server. */
public final class Meanwhile {

  private Meanwhile() {}

  /** Runs the task before the first matching command. */
  public static Guard once(Predicate<List<String>> command, Runnable task) {
    return times(1, command, task);
  }

  /** Runs the task before each of the first matching commands. */
  public static Guard times(int most, Predicate<List<String>> command, Runnable task) {
    AtomicInteger done = new AtomicInteger();
    return words -> {
      if (command.test(words) && done.getAndIncrement() < most) {
        task.run();
      }
    };
  }

  /** Matches commands by name. */
  public static Predicate<List<String>> named(String name) {
    return words -> words.get(0).equalsIgnoreCase(name);
  }

  /** Matches runs of a script by its hash; one unknown to the server is sent again. */
  public static Predicate<List<String>> running(Script script) {
    return words -> words.size() > 1 && words.get(1).equals(script.sha1());
  }
}
