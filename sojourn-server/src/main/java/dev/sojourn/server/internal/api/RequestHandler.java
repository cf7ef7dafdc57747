package dev.sojourn.server.internal.api;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Handles the requests of one event loop: authorization, body, call, answer. If several problems
 * apply, the answer is the first of 401, 404 or 405 for the path, 403, 415, 413, 400, the rest.
 */
public final class RequestHandler implements Handler<HttpServerRequest> {

  private final EventLoop loop;
  private final Authorization authorization;
  private final RequestObserver observer;
  private final FailureMapper failureMapper;

  /**
   * A handler for these routes.
   *
   * @param keys the accepted keys; empty if all routes are open
   */
  public RequestHandler(
      EventLoop loop, List<Route> routes, Optional<ServiceKeys> keys, RequestObserver observer) {
    this.loop = loop;
    this.authorization = new Authorization(routes, keys);
    this.observer = observer;
    this.failureMapper = new FailureMapper(observer);
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpExchange exchange = new HttpExchange(request, loop, observer);
    try {
      dispatch(exchange, authorization.admit(exchange));
    } catch (RuntimeException e) {
      refuse(exchange, failureMapper.problem(e));
    }
  }

  /** Answers a request that is not valid HTTP and closes its connection. */
  public void handleInvalid(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    new HttpExchange(request, loop, observer)
        .answer(HttpAnswer.of(invalid(request.decoderResult().cause())));
  }

  private void dispatch(HttpExchange exchange, Authorization.Admitted admitted) {
    Route route = admitted.route();
    if (route.isOpen()) {
      answer(exchange, route, new HttpCall(Map.of(), QueryParameters.NONE, RequestBody.NONE));
      BodyReader.discard(exchange.request());
    } else {
      BodyReader.read(
          exchange.request(),
          route,
          bytes -> call(exchange, admitted, bytes),
          problem -> exchange.answer(HttpAnswer.of(problem)));
    }
  }

  private void call(HttpExchange exchange, Authorization.Admitted admitted, byte[] bytes) {
    Route route = admitted.route();
    try {
      QueryParameters query = QueryParameters.parse(exchange.request().query(), route.queries());
      RequestBody body = RequestBody.parse(bytes, route.members());
      answer(exchange, route, new HttpCall(admitted.parameters(), query, body));
    } catch (RuntimeException e) {
      exchange.answer(HttpAnswer.of(failureMapper.problem(e)));
    }
  }

  private void answer(HttpExchange exchange, Route route, HttpCall call) {
    CompletionStage<HttpAnswer> answer = route.handler().handle(call);
    answer.whenComplete(
        (done, failure) ->
            exchange.answer(
                failure == null ? done : HttpAnswer.of(failureMapper.problem(failure))));
  }

  private static void refuse(HttpExchange exchange, Problem problem) {
    exchange.answer(HttpAnswer.of(problem));
    BodyReader.discard(exchange.request());
  }

  private static Problem invalid(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Problem(Problem.Kind.URI_TOO_LONG, "Send a shorter path and query.");
    }
    return cause instanceof TooLongHttpHeaderException
        ? new Problem(Problem.Kind.HEADERS_TOO_LARGE, "Send fewer or shorter headers.")
        : Problem.malformed("this is not an HTTP request (RFC 9112)");
  }
}
