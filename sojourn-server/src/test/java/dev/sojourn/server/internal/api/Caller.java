package dev.sojourn.server.internal.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An HTTP client of the service. */
public final class Caller {

  static final String JSON = "application/json";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final Optional<String> key;

  public Caller(int port, Optional<String> key) {
    this.port = port;
    this.key = key;
  }

  public Reply get(String path) {
    return send("GET", path, Optional.empty(), "");
  }

  public Reply delete(String path) {
    return send("DELETE", path, Optional.empty(), "");
  }

  public Reply post(String path, String json) {
    return send("POST", path, Optional.of(JSON), json);
  }

  public Reply patch(String path, String json) {
    return send("PATCH", path, Optional.of("application/merge-patch+json"), json);
  }

  Reply send(String method, String path, Optional<String> type, String body) {
    return sendBytes(method, path, type, body.getBytes(StandardCharsets.UTF_8));
  }

  Reply sendBytes(String method, String path, Optional<String> type, byte[] body) {
    try {
      return new Reply(CLIENT.send(request(method, path, type, body), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public CompletableFuture<Reply> sendLater(String method, String path, String json) {
    HttpResponse.BodyHandler<byte[]> bytes = BodyHandlers.ofByteArray();
    return CLIENT
        .sendAsync(
            request(method, path, Optional.of(JSON), json.getBytes(StandardCharsets.UTF_8)), bytes)
        .thenApply(Reply::new);
  }

  /** Creates a session; the reply contains its token. */
  public Reply create(String json) {
    Reply reply = post("/v1/sessions", json);
    if (reply.status() != 201) {
      throw new AssertionError(reply);
    }
    return reply;
  }

  public Reply verify(String token) {
    return post("/v1/sessions/verify", "{\"token\":\"" + token + "\"}");
  }

  private HttpRequest request(String method, String path, Optional<String> type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    key.ifPresent(raw -> request.header("Authorization", "Bearer " + raw));
    type.ifPresent(value -> request.header("Content-Type", value));
    return request.build();
  }
}
