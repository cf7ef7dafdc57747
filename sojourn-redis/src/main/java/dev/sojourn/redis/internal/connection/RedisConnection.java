package dev.sojourn.redis.internal.connection;

import dev.sojourn.redis.internal.codec.CommandArguments;
import dev.sojourn.redis.internal.codec.KeyValueCodec;
import dev.sojourn.redis.internal.codec.NumberOutput;
import dev.sojourn.redis.internal.codec.RawBytes;
import dev.sojourn.redis.internal.retry.TaskScheduler;
import dev.sojourn.redis.internal.script.ReplicatedResult;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.redis.internal.script.ScriptResult;
import io.lettuce.core.RedisException;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.output.ValueScanOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One shared, pipelined connection to a server or a Cluster. Each command is sent once. An
 * unanswered command fails; the only ones sent again are those whose reply says that they did not
 * run ({@code NOSCRIPT}, {@code TRYAGAIN}), and reads whose reply arrived too late.
 *
 * <p>Stages fail with Lettuce's exceptions; {@link RedisErrors} translates them. Callers that need
 * a part of it only ask for its interface. Thread-safe.
 */
public final class RedisConnection
    implements ScriptRunner,
        StringCommands,
        BulkAccess,
        TaskScheduler,
        ConnectionGenerations,
        AutoCloseable {

  private final CommandDispatcher dispatcher;
  private final ScriptSender scripts;
  private final TaskScheduler scheduler;
  private final OpenChannels channels;
  private final WaitConnections waitConnections;
  private final LateReplies lateReplies;
  private final SecondOpinion secondOpinion;
  private final Runnable closing;

  RedisConnection(
      CommandDispatcher dispatcher,
      ScriptSender scripts,
      TaskScheduler scheduler,
      OpenChannels channels,
      WaitConnections waitConnections,
      LateReplies lateReplies,
      SecondOpinion secondOpinion,
      Runnable closing) {
    this.dispatcher = dispatcher;
    this.scripts = scripts;
    this.scheduler = scheduler;
    this.channels = channels;
    this.waitConnections = waitConnections;
    this.lateReplies = lateReplies;
    this.secondOpinion = secondOpinion;
    this.closing = closing;
  }

  /** Reads a key and its TTL in one flush. */
  public <T> CompletionStage<Reply<T>> read(ReadQuery<T> query, String key) {
    return lateReplies.retry(() -> dispatcher.read(query, key, reply -> reply));
  }

  /** Reads many keys of one type and their TTLs in one flush; a key of another type has moved. */
  public <T> CompletionStage<List<Reply<T>>> readAll(ReadQuery<T> query, List<String> keys) {
    return lateReplies.retry(() -> bulk().read(query, keys));
  }

  /** A page of a set, of about {@code count} members. */
  public CompletionStage<ScanPage> membersPage(String key, String cursor, int count) {
    return lateReplies.retry(
        () ->
            dispatcher
                .execute(
                    CommandType.SSCAN,
                    new ValueScanOutput<>(KeyValueCodec.INSTANCE),
                    CommandArguments.key(key).add(cursor).add("COUNT").add(count))
                .thenApply(ScanPage::of));
  }

  /** Distinct random members of a set, at most {@code most}. */
  public CompletionStage<List<String>> someMembers(String key, int most) {
    return lateReplies.retry(
        () -> texts(CommandType.SRANDMEMBER, CommandArguments.key(key).add(most)));
  }

  private CompletionStage<List<String>> texts(
      ProtocolKeyword type, CommandArgs<String, byte[]> args) {
    return dispatcher
        .execute(type, new ValueListOutput<>(KeyValueCodec.INSTANCE), args)
        .thenApply(values -> values.stream().map(RawBytes::decode).toList());
  }

  @Override
  public CompletionStage<ScriptResult> run(Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          dispatcher.send(List.of(evaluation));
          return evaluation.thenApply(toScriptResult());
        });
  }

  @Override
  public <T> CompletionStage<RunAndRead<T>> runAndRead(
      Script script, List<String> keys, List<String> args, ReadQuery<T> query, String key) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          var value = dispatcher.query(query, key);
          var ttl = dispatcher.ttl(key);
          return send(evaluation, value, ttl, List.of(evaluation, value, ttl));
        });
  }

  @Override
  public <T> CompletionStage<RunAndRead<T>> readAndRun(
      ReadQuery<T> query, String key, Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          var value = dispatcher.query(query, key);
          var ttl = dispatcher.ttl(key);
          return send(evaluation, value, ttl, List.of(value, ttl, evaluation));
        });
  }

  private <T> CompletionStage<RunAndRead<T>> send(
      AsyncCommand<String, byte[], List<Object>> evaluation,
      AsyncCommand<String, byte[], T> value,
      AsyncCommand<String, byte[], Long> ttl,
      List<AsyncCommand<String, byte[], ?>> inThisOrder) {
    var result =
        evaluation
            .thenApply(toScriptResult())
            .thenCombine(
                value.thenCombine(ttl, Reply::new).exceptionallyCompose(Reply::unreadIfRefused),
                RunAndRead::new);
    dispatcher.send(inThisOrder);
    return result;
  }

  /** Converts a script's reply; one of another shape is misrouted. */
  private Function<List<Object>, ScriptResult> toScriptResult() {
    int sentIn = generation();
    return reply -> {
      try {
        return ScriptResult.of(reply);
      } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException e) {
        closeGeneration(sentIn);
        throw new RedisException("the reply is not one of a script", e);
      }
    };
  }

  @Override
  public CompletionStage<ReplicatedResult> runAndWait(WaitingScript script) {
    return waitConnections.run(script);
  }

  /** Runs a script that tries commands; returns the names of those that Redis refused. */
  public CompletionStage<List<String>> probe(Script script, List<String> keys, List<String> args) {
    return scripts.send(
        whole -> {
          var evaluation = dispatcher.evaluation(script, whole, keys, args);
          dispatcher.send(List.of(evaluation));
          return evaluation.thenApply(ScriptResult::texts);
        });
  }

  @Override
  public CompletionStage<byte[]> bytes(String key, int most) {
    return dispatcher.execute(
        CommandType.GETRANGE,
        new ValueOutput<>(KeyValueCodec.INSTANCE),
        CommandArguments.key(key).add(0).add(most - 1));
  }

  @Override
  public CompletionStage<String> put(String key, byte[] value, Duration ttl) {
    return dispatcher.execute(
        CommandType.SET,
        new StatusOutput<>(KeyValueCodec.INSTANCE),
        CommandArguments.key(key).addValue(value).add("PX").add(ttl.toMillis()));
  }

  @Override
  public CompletionStage<Long> extendTtl(String key, Duration ttl) {
    return dispatcher.execute(
        CommandType.PEXPIRE,
        new NumberOutput(),
        CommandArguments.key(key).add(ttl.toMillis()).add("GT"));
  }

  /** Judges replies that seem to belong to other commands. */
  public SecondOpinion secondOpinion() {
    return secondOpinion;
  }

  /** Whether the server replies. */
  public CompletionStage<String> ping() {
    return dispatcher.ping();
  }

  /** What the server reports about itself in {@code HELLO}. */
  public CompletionStage<ServerInfo> serverInfo() {
    return dispatcher
        .execute(
            CommandType.HELLO,
            new ArrayOutput<>(KeyValueCodec.INSTANCE),
            new CommandArguments().add(3))
        .thenApply(ServerInfo::of);
  }

  /** How many replicas are in sync now, without waiting for any. */
  public CompletionStage<Long> replicas() {
    return dispatcher
        .execute(CommandType.WAIT, new NumberOutput(), new CommandArguments().add(0).add(1))
        .exceptionallyCompose(
            failure ->
                RedisErrors.isCode(failure, "ERR") // a command without a key may reach a replica
                    ? CompletableFuture.completedStage(0L)
                    : CompletableFuture.failedStage(RedisErrors.unwrapped(failure)));
  }

  @Override
  public CompletionStage<List<PrimaryNode>> primaries() {
    return isOpen()
        ? PrimaryNode.of(dispatcher)
        : CompletableFuture.failedStage(RedisErrors.closed());
  }

  @Override
  public BatchCommands bulk() {
    return new BatchCommands(dispatcher, this);
  }

  @Override
  public CompletionStage<Void> pause(Duration delay) {
    return scheduler.pause(delay);
  }

  @Override
  public int generation() {
    return channels.generation();
  }

  @Override
  public boolean isTrusted(int generation) {
    return channels.isTrusted(generation);
  }

  @Override
  public int misroutedGenerations() {
    return channels.misroutedGenerations();
  }

  @Override
  public void closeGeneration(int generation) {
    channels.closeGeneration(generation);
  }

  @Override
  public void onGenerationClosed(Runnable task) {
    channels.onGenerationClosed(task);
  }

  /** Whether it was not closed by {@link #close}. */
  public boolean isOpen() {
    return !channels.isClosed();
  }

  @Override
  public void close() {
    closing.run();
  }
}
