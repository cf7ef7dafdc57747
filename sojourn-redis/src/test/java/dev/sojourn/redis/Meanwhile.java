package dev.sojourn.redis;

import dev.sojourn.redis.script.Script;
import dev.sojourn.testkit.CommandGate.Guard;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What others do while a command waits at its gate, before it reaches the server. */
final class Meanwhile {

  private Meanwhile() {}

  /** Is done before the first such command. */
  static Guard once(Predicate<List<String>> command, Runnable task) {
    return times(1, command, task);
  }

  /** Is done before each of the first such commands. */
  static Guard times(int most, Predicate<List<String>> command, Runnable task) {
    AtomicInteger done = new AtomicInteger();
    return words -> {
      if (command.test(words) && done.getAndIncrement() < most) {
        task.run();
      }
    };
  }

  /** A command of that name. */
  static Predicate<List<String>> named(String name) {
    return words -> words.get(0).equalsIgnoreCase(name);
  }

  /** A run of that script, by its hash; where the server does not know it, it is sent again. */
  static Predicate<List<String>> running(Script script) {
    return words -> words.size() > 1 && words.get(1).equals(script.sha1());
  }
}
