package dev.sojourn.rig.fleet;

import dev.sojourn.rig.fault.FaultLink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks one server for one token after the other, for an {@link AcceptanceObserver}. Thread-safe.
 */
final class TokenWatch implements AutoCloseable {

  private final String server;
  private final LineClient client;
  private final Set<String> tokens;
  private final long intervalNanos;
  private final Map<String, ObservedAnswers> seen = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicLong questions = new AtomicLong();
  private volatile boolean closed;

  private TokenWatch(ServerJvm server, Set<String> tokens, Duration interval) {
    this.server = server.name();
    this.client = server.connect();
    this.tokens = tokens;
    this.intervalNanos = interval.toNanos();
  }

  /** Starts to ask for the tokens in that set, which may change. */
  static TokenWatch of(ServerJvm server, Set<String> tokens, Duration interval) {
    TokenWatch tokenWatch = new TokenWatch(server, tokens, interval);
    FaultLink.start("observer of " + server, tokenWatch::run);
    return tokenWatch;
  }

  ObservedAnswers of(String token) {
    return seen.getOrDefault(token, ObservedAnswers.NOTHING);
  }

  Map<String, Integer> failures() {
    return failures;
  }

  long questions() {
    return questions.get();
  }

  @Override
  public void close() {
    closed = true;
    client.close();
  }

  private void run() {
    try {
      while (!closed) {
        tokens.forEach(this::ask);
        LockSupport.parkNanos(intervalNanos);
      }
    } catch (UncheckedIOException e) {
      if (!closed) {
        failed("the connection broke");
      }
    }
  }

  private void ask(String token) {
    long sent = System.nanoTime();
    String answer = client.ask("ACCESS " + token);
    ObservedAnswers.Question question = new ObservedAnswers.Question(sent, System.nanoTime());
    questions.incrementAndGet();
    if (answer.startsWith("YES")) {
      seen.put(token, of(token).accepted(question));
    } else if (answer.startsWith("NO")) {
      seen.put(token, of(token).refused(question));
    } else {
      failed(answer);
    }
  }

  private void failed(String answer) {
    failures.merge(server + ": " + answer, 1, Integer::sum);
  }
}
