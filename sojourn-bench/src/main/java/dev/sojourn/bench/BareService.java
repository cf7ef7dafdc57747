package dev.sojourn.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.MapOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The baseline of an HTTP service on Vert.x and Lettuce: reads the body, reads one key with {@code
 * HGETALL} and {@code PTTL} in one flush, answers a constant.
 */
final class BareService implements AutoCloseable {

  private static final StringCodec CODEC = StringCodec.UTF8;
  private static final Buffer ANSWER = Buffer.buffer("{\"active\":true}");

  private final Vertx vertx;
  private final AtomicInteger port = new AtomicInteger();

  BareService(String uri, String key) {
    int loops = Runtime.getRuntime().availableProcessors();
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx
        .deployVerticle(
            () -> new Reader(uri, key, port), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  int port() {
    return port.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static final class Reader extends VerticleBase {

    private final String uri;
    private final String key;
    private final AtomicInteger port;

    Reader(String uri, String key, AtomicInteger port) {
      this.uri = uri;
      this.key = key;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      RedisClient client = RedisClient.create(SharedLoop.resources(context));
      return Future.fromCompletionStage(
              client.connectAsync(CODEC, RedisURI.create(uri)).toCompletableFuture(), context)
          .compose(this::serve);
    }

    private Future<?> serve(StatefulRedisConnection<String, String> connection) {
      return vertx
          .createHttpServer()
          .requestHandler(request -> request.body().onSuccess(body -> answer(connection, request)))
          .listen(-1, "127.0.0.1")
          .map(HttpServer::actualPort)
          .onSuccess(port::set);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do after the answer
    private void answer(
        StatefulRedisConnection<String, String> connection, HttpServerRequest request) {
      var hash =
          new AsyncCommand<>(
              new Command<>(CommandType.HGETALL, new MapOutput<>(CODEC), args().addKey(key)));
      var ttl =
          new AsyncCommand<>(
              new Command<>(CommandType.PTTL, new IntegerOutput<>(CODEC), args().addKey(key)));
      ttl.thenAccept(
          left -> request.response().putHeader("Content-Type", "application/json").end(ANSWER));
      connection.dispatch(List.of(hash, ttl));
    }

    private static CommandArgs<String, String> args() {
      return new CommandArgs<>(CODEC);
    }
  }
}
