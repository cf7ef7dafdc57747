package dev.sojourn.redis.internal.connection;

import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.internal.script.Script;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.netty.util.concurrent.EventExecutorGroup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One shared, pipelined connection to a server or a Cluster: commands out, replies in. What is sent
 * is sent once: a command that was not answered fails, and nothing here sends it again but for an
 * answer that says it did not run ({@code NOSCRIPT}, {@code TRYAGAIN}), or a read whose answer came
 * too late.
 *
 * <p>Stages fail with Lettuce's exceptions, for {@link RedisErrors}. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {

  /**
   * An answer that comes later than this after its question was sent is asked again: the process
   * may have stood still with the answer under way, while the session ended.
   */
  public static final Duration LATE = Duration.ofSeconds(2);

  /** How often a question is asked whose answers come too late. */
  public static final int MOST_LATE_ANSWERS = 3;

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final StatefulConnection<String, byte[]> connection;
  private final CommandDispatcher dispatcher;
  private final ScriptSender scripts;
  private final EventExecutorGroup executor;
  private final OpenChannels channels;
  private final WaitConnections lines;
  private final Duration late;
  private final Runnable closing;

  RedisConnection(
      StatefulConnection<String, byte[]> connection,
      ScriptSender scripts,
      EventExecutorGroup executor,
      OpenChannels channels,
      WaitConnections lines,
      Duration late,
      Runnable closing) {
    this.connection = connection;
    this.dispatcher = new CommandDispatcher(connection, channels);
    this.scripts = scripts;
    this.executor = executor;
    this.channels = channels;
    this.lines = lines;
    this.late = late;
    this.closing = closing;
  }

  /** What a question fails with that was asked often enough. */
  public static StoreUnavailable tooLate() {
    return new StoreUnavailable("the answers of Redis come too late", null);
  }

  /** Reads a key and its TTL with one flush. */
  public <T> CompletionStage<Reply<T>> read(ReadQuery<T> query, String key) {
    return freshly(() -> dispatcher.read(query, key, reply -> reply));
  }

  /** Runs a script. */
  public CompletionStage<ScriptResult> run(Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          dispatcher.send(List.of(evaluation));
          return evaluation.thenApply(evaluated());
        });
  }

  /** Runs a script and reads a key after it, with one flush; others' commands may fall between. */
  public <T> CompletionStage<RunAndRead<T>> runAndRead(
      Script script, List<String> keys, List<String> args, ReadQuery<T> query, String key) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          var value = dispatcher.query(query, key);
          var ttl = dispatcher.ttl(key);
          return sent(evaluation, value, ttl, List.of(evaluation, value, ttl));
        });
  }

  /** Reads a key and runs a script after it, with one flush. */
  public <T> CompletionStage<RunAndRead<T>> readAndRun(
      ReadQuery<T> query, String key, Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          var value = dispatcher.query(query, key);
          var ttl = dispatcher.ttl(key);
          return sent(evaluation, value, ttl, List.of(value, ttl, evaluation));
        });
  }

  private <T> CompletionStage<RunAndRead<T>> sent(
      AsyncCommand<String, byte[], List<Object>> evaluation,
      AsyncCommand<String, byte[], T> value,
      AsyncCommand<String, byte[], Long> ttl,
      List<AsyncCommand<String, byte[], ?>> inThisOrder) {
    var answer =
        evaluation
            .thenApply(evaluated())
            .thenCombine(
                value.thenCombine(ttl, Reply::new).exceptionallyCompose(RedisConnection::moved),
                RunAndRead::new);
    dispatcher.send(inThisOrder);
    return answer;
  }

  /** What the script did is done, whatever the read beside it met: it is not to be run again. */
  private static <T> CompletionStage<Reply<T>> moved(Throwable failure) {
    return RedisErrors.isCode(failure, "WRONGTYPE")
        ? CompletableFuture.completedStage(Reply.moved())
        : CompletableFuture.failedStage(failure);
  }

  /** Makes of a reply what a script answers; one of another shape is no script's. */
  private Function<List<Object>, ScriptResult> evaluated() {
    int asked = generation();
    return reply -> {
      try {
        return ScriptResult.of(reply);
      } catch (ClassCastException | IndexOutOfBoundsException e) {
        abandon(asked);
        throw new RedisException("an answer that is no script's", e);
      }
    };
  }

  /**
   * What a script answered, and a key as it was after it, or before it.
   *
   * @param script the script's answer
   * @param read the key
   * @param <T> the key's value
   */
  public record RunAndRead<T>(ScriptResult script, Reply<T> read) {}

  /**
   * Runs a script and waits until replicas have what it wrote, on a connection of its own: {@code
   * WAIT} answers for the writes of its connection alone.
   */
  public CompletionStage<ReplicatedResult> runAndWait(WaitingScript script) {
    return lines.run(script);
  }

  /** How many replicas the server has that are in step, without waiting for any. */
  public CompletionStage<Long> replicas() {
    return sent(CommandType.WAIT, new NumberOutput(), new CommandArguments().add(0).add(1))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "ERR") // a command without a key may reach a replica
                    ? CompletableFuture.completedStage(0L)
                    : CompletableFuture.failedStage(RedisErrors.unwrapped(failure)));
  }

  /** The names of the commands that a script found refused. */
  public CompletionStage<List<String>> probe(Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          dispatcher.send(List.of(evaluation));
          return evaluation.thenApply(ScriptResult::texts);
        });
  }

  /** The first bytes of a string, so many at most; none when there is no key. */
  public CompletionStage<byte[]> bytes(String key, int most) {
    return sent(
        CommandType.GETRANGE,
        new ValueOutput<>(CODEC),
        CommandArguments.key(key).add(0).add(most - 1));
  }

  /** Writes a string that expires. */
  public CompletionStage<String> put(String key, byte[] value, Duration ttl) {
    return sent(
        CommandType.SET,
        new StatusOutput<>(CODEC),
        CommandArguments.key(key).addValue(value).add("PX").add(ttl.toMillis()));
  }

  /** Lets a key that expires do so no earlier than that; what is not there stays so. */
  public CompletionStage<Long> lengthen(String key, Duration ttl) {
    return sent(
        CommandType.PEXPIRE,
        new NumberOutput(),
        CommandArguments.key(key).add(ttl.toMillis()).add("GT"));
  }

  /** The members of a set, in no order. */
  public CompletionStage<List<String>> members(String key) {
    return freshly(() -> texts(CommandType.SMEMBERS, CommandArguments.key(key)));
  }

  /** Some members of a set, each once; all of them when it has no more. */
  public CompletionStage<List<String>> someMembers(String key, int most) {
    return freshly(() -> texts(CommandType.SRANDMEMBER, CommandArguments.key(key).add(most)));
  }

  /** Whether the server answers. */
  public CompletionStage<String> ping() {
    return sent(CommandType.PING, new StatusOutput<>(CODEC), new CommandArguments());
  }

  /** What the server says of itself. */
  public CompletionStage<ServerInfo> facts() {
    return sent(CommandType.HELLO, new ArrayOutput<>(CODEC), new CommandArguments().add(3))
        .thenApply(ServerInfo::of);
  }

  /** Which connections these are. */
  public int generation() {
    return channels.generation();
  }

  /** Whether the connections of that generation are in use, and have not been given up. */
  public boolean isGood(int generation) {
    return channels.isGood(generation);
  }

  /** How often connections were given up. */
  public int timesAbandoned() {
    return channels.closedGenerations();
  }

  /**
   * An answer of that generation fits another question: every connection of it is closed, and what
   * was asked on them counts as unanswered. New ones are made by themselves.
   */
  public void abandon(int generation) {
    channels.closeGeneration(generation);
  }

  /** Runs a task whenever connections are given up: what they brought is not to be trusted. */
  public void onAbandoned(Runnable task) {
    channels.onClosed(task);
  }

  /** Every server with keys of its own: this one, or the primaries of the Cluster. */
  public CompletionStage<List<PrimaryNode>> primaries() {
    return PrimaryNode.of(this, connection);
  }

  /** This connection for many commands at once. */
  public BatchCommands bulk() {
    return new BatchCommands(this);
  }

  CommandDispatcher dispatch() {
    return dispatcher;
  }

  /** The same on a connection to one node, which is closed with this one. */
  RedisConnection on(StatefulConnection<String, byte[]> node) {
    return new RedisConnection(node, scripts, executor, channels, lines, late, () -> {});
  }

  /** Runs a task later, on this connection's executor. */
  public void schedule(Duration delay, Runnable task) {
    schedule(executor, delay, task);
  }

  /** Runs a task later, and answers what it does. */
  public <T> CompletionStage<T> delayed(Duration delay, Supplier<CompletionStage<T>> task) {
    return delayed(executor, delay, task);
  }

  static <T> CompletionStage<T> delayed(
      EventExecutorGroup executor, Duration delay, Supplier<CompletionStage<T>> task) {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    schedule(executor, delay, () -> pause.complete(null));
    return pause.thenCompose(done -> task.get());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task sees to its own failures
  private static void schedule(EventExecutorGroup executor, Duration delay, Runnable task) {
    executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closing.run();
  }

  private CompletionStage<List<String>> texts(
      ProtocolKeyword type, CommandArgs<String, byte[]> args) {
    return sent(type, new ValueListOutput<>(CODEC), args)
        .thenApply(
            values ->
                values.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList());
  }

  private <T> CompletionStage<T> freshly(Supplier<CompletionStage<T>> read) {
    return freshly(read, MOST_LATE_ANSWERS);
  }

  private <T> CompletionStage<T> freshly(Supplier<CompletionStage<T>> read, int tries) {
    Stopwatch watch = new Stopwatch();
    return read.get()
        .thenCompose(
            answer -> {
              if (!watch.isPast(late)) {
                return CompletableFuture.completedStage(answer);
              }
              return tries > 1
                  ? freshly(read, tries - 1)
                  : CompletableFuture.failedStage(tooLate());
            });
  }

  <T> CompletionStage<T> sent(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    AsyncCommand<String, byte[], T> command = dispatcher.command(type, output, args);
    dispatcher.send(List.of(command));
    return command;
  }

  /** One flush; what cannot even be sent fails like what was not answered. */
  void send(List<AsyncCommand<String, byte[], ?>> commands) {
    dispatcher.send(commands);
  }
}
