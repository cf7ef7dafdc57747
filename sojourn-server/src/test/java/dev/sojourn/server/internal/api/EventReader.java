package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;

/** A client of the event stream that reads continuously and keeps every line. Thread-safe. */
public final class EventReader implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);
  public static final String PATH = "/v1/events";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<Stream<String>> response;
  private final Spliterator<String> body;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::read, "event-reader");

  private EventReader(HttpResponse<Stream<String>> response) {
    this.response = response;
    this.body = response.body().spliterator();
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a stream and starts to read; returns after the response headers. */
  public static EventReader open(int port, String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
            .header("Authorization", "Bearer " + key)
            .build();
    try {
      return new EventReader(CLIENT.send(request, BodyHandlers.ofLines()));
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + PATH, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static EventReader of(TestService service) {
    return open(service.port(), TestService.OPERATOR_KEY);
  }

  /** The status and headers of the response. */
  Reply head() {
    return new Reply(response.statusCode(), response.headers(), "");
  }

  /** The lines read so far. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The ids received so far, in order. */
  public List<String> ids() {
    return lines().stream()
        .filter(line -> line.startsWith("data: {\"id\": \""))
        .map(line -> line.substring(14, line.length() - 2))
        .toList();
  }

  /** Waits until this id is received. */
  public EventReader awaitId(String id) {
    await().untilAsserted(() -> assertThat(ids()).contains(id));
    return this;
  }

  /** Waits until an event of this name is received. */
  public void awaitEvent(String name) {
    await().until(() -> lines().contains("event: " + name));
  }

  /** Waits until the service has ended the stream. */
  public void awaitEnd() {
    await().until(() -> !thread.isAlive());
  }

  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    try {
      body.forEachRemaining(lines::add);
    } catch (UncheckedIOException e) {
      lines.add("broken: " + e.getMessage());
    }
  }
}
