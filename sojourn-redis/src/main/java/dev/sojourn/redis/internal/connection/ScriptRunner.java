package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.script.ReplicatedResult;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.internal.script.ScriptResult;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs scripts, alone or next to the read of a key. Thread-safe. */
public interface ScriptRunner {

  /** Runs a script. */
  CompletionStage<ScriptResult> run(Script script, List<String> keys, List<String> args);

  /**
   * Runs a script, then reads a key, in one flush. Commands of other clients may run in between.
   */
  <T> CompletionStage<RunAndRead<T>> runAndRead(
      Script script, List<String> keys, List<String> args, ReadQuery<T> query, String key);

  /** Reads a key, then runs a script, in one flush. */
  <T> CompletionStage<RunAndRead<T>> readAndRun(
      ReadQuery<T> query, String key, Script script, List<String> keys, List<String> args);

  /**
   * Runs a script and waits until replicas have its writes. Uses a connection of its own, because
   * {@code WAIT} covers only the writes of the connection it is sent on.
   */
  CompletionStage<ReplicatedResult> runAndWait(WaitingScript script);

  /**
   * The result of a script, and a key as read after or before it.
   *
   * @param script the script's result
   * @param read the key
   * @param <T> the key's value
   */
  record RunAndRead<T>(ScriptResult script, Reply<T> read) {}
}
