package dev.sojourn.server.api;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Takes the requests of one event loop: the gate, the body, the call, its answer. Where several
 * problems apply, the first is told: 401, 404 or 405 of the path, 403, 415, 413, 400, the rest.
 */
public final class Front implements Handler<HttpServerRequest> {

  private final EventLoop loop;
  private final Gate gate;
  private final Observer observer;
  private final Failures failures;

  /**
   * A front of those routes.
   *
   * @param keys who may call; empty where all routes are open
   */
  public Front(EventLoop loop, List<Route> routes, Optional<ServiceKeys> keys, Observer observer) {
    this.loop = loop;
    this.gate = new Gate(routes, keys);
    this.observer = observer;
    this.failures = new Failures(observer);
  }

  @Override
  public void handle(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, loop, observer);
    try {
      enter(exchange, gate.admit(exchange));
    } catch (RuntimeException e) {
      refuse(exchange, failures.problem(e));
    }
  }

  /** Answers what could not be read as HTTP, and closes its connection. */
  public void handleInvalid(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    new Exchange(request, loop, observer)
        .answer(Answer.of(invalid(request.decoderResult().cause())));
  }

  private void enter(Exchange exchange, Gate.Admitted admitted) {
    Route route = admitted.route();
    if (route.isOpen()) {
      answer(exchange, route, new Call("", Query.NONE, Body.NONE));
      BodyReader.discard(exchange.request());
    } else {
      BodyReader.read(
          exchange.request(),
          route,
          bytes -> call(exchange, admitted, bytes),
          problem -> exchange.answer(Answer.of(problem)));
    }
  }

  private void call(Exchange exchange, Gate.Admitted admitted, byte[] bytes) {
    Route route = admitted.route();
    try {
      Query query = Query.parse(exchange.request().query(), route.queries());
      Body body = Body.parse(bytes, route.members());
      answer(exchange, route, new Call(admitted.parameter(), query, body));
    } catch (RuntimeException e) {
      exchange.answer(Answer.of(failures.problem(e)));
    }
  }

  private void answer(Exchange exchange, Route route, Call call) {
    CompletionStage<Answer> answer = route.handler().handle(call);
    answer.whenComplete(
        (done, failure) ->
            exchange.answer(failure == null ? done : Answer.of(failures.problem(failure))));
  }

  private static void refuse(Exchange exchange, Problem problem) {
    exchange.answer(Answer.of(problem));
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
