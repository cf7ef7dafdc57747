package dev.sojourn.rig.fleet;

import static org.awaitility.Awaitility.await;

import dev.sojourn.testkit.Debugging;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Continuously asks every server of a fleet whether it accepts each of a set of tokens, and
 * measures for how long after an acknowledged revocation the servers did. One thread and one
 * connection per server, which asks for one token after the other. Thread-safe.
 *
 * <p>All times are {@link System#nanoTime} of this process. A question is a line {@code ACCESS
 * <token>}; {@code YES …} is an acceptance, {@code NO …} a refusal, anything else a failure.
 *
 * <ul>
 *   <li>{@link #longestAcceptance}: from the acknowledgement to the latest moment at which a
 *       question was <em>sent</em> that was accepted. This is what the guarantee bounds: a question
 *       under way at the acknowledgement may be answered either way. The last server may have
 *       stopped up to one interval between two questions later.
 *   <li>{@link #latestAnswer}: the same to the moment at which the acceptance <em>arrived</em>;
 *       also covers questions that a frozen server held back over the acknowledgement.
 *   <li>{@link #untilRefused}: from the acknowledgement until each server refused, and accepted
 *       nothing later: the longest time that a user waits.
 * </ul>
 *
 * <pre>{@code
 * try (AcceptanceObserver observer = AcceptanceObserver.of(servers)) {
 *   observer.watch(token);
 *   observer.awaitAccepted(token);
 *   server.ask("REVOKE " + id);
 *   observer.revoked(token, System.nanoTime());
 *   observer.awaitRefused(token);
 *   assertThat(observer.longestAcceptance()).isLessThan(lease);
 * }
 * }</pre>
 */
public final class AcceptanceObserver implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(1);
  private static final Duration TIMEOUT = Debugging.orLonger(Duration.ofSeconds(60));
  private static final Duration POLL = Duration.ofMillis(2);

  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<TokenWatch> watches;

  private AcceptanceObserver(List<ServerJvm> servers, Duration interval) {
    watches = servers.stream().map(server -> TokenWatch.of(server, tokens, interval)).toList();
  }

  /** Starts to ask these servers, each at most a thousand times a second for a token. */
  public static AcceptanceObserver of(List<ServerJvm> servers) {
    return of(servers, INTERVAL);
  }

  /** The same with another pause after each round of all tokens. */
  public static AcceptanceObserver of(List<ServerJvm> servers, Duration interval) {
    return new AcceptanceObserver(servers, interval);
  }

  /** Starts to ask every server for this token. */
  public void watch(String token) {
    tokens.add(token);
  }

  /** Stops asking for a token; its observations are kept. */
  public void forget(String token) {
    tokens.remove(token);
  }

  /**
   * Records that a token's revocation was acknowledged.
   *
   * @param ackNanos {@link System#nanoTime}, taken when the acknowledgement arrived; may be
   *     recorded later, since observations in between count too
   */
  public void revoked(String token, long ackNanos) {
    acknowledged.put(token, ackNanos);
  }

  /** Waits until every server has accepted a token, so that caches are warm. */
  public void awaitAccepted(String token) {
    awaitEach(token, observedAnswers -> observedAnswers.accepted().isPresent());
  }

  /** Waits until the latest answer of every server is a refusal. */
  public void awaitRefused(String token) {
    awaitEach(token, observedAnswers -> observedAnswers.refused().isPresent());
  }

  /** See the class; zero when it was never accepted after the acknowledgement. */
  public Duration longestAcceptance(String token) {
    return longest(
        token,
        observedAnswers -> observedAnswers.accepted().map(ObservedAnswers.Question::sent).stream());
  }

  /** The longest of all revocations. */
  public Duration longestAcceptance() {
    return longest(this::longestAcceptance);
  }

  /** See the class; zero when no acceptance arrived after the acknowledgement. */
  public Duration latestAnswer(String token) {
    return longest(
        token,
        observedAnswers ->
            observedAnswers.accepted().map(ObservedAnswers.Question::arrived).stream());
  }

  /** The latest of all revocations. */
  public Duration latestAnswer() {
    return longest(this::latestAnswer);
  }

  /** See the class; of servers that have refused it by now. */
  public Duration untilRefused(String token) {
    return longest(
        token,
        observedAnswers ->
            observedAnswers.refused().map(ObservedAnswers.Question::arrived).stream());
  }

  /** Of all revocations, the shortest first. */
  public List<Duration> untilRefused() {
    return acknowledged.keySet().stream().map(this::untilRefused).sorted().toList();
  }

  /** The number of answered questions. */
  public long questions() {
    return watches.stream().mapToLong(TokenWatch::questions).sum();
  }

  /** Counts of answers that are neither yes nor no, each with its server in front. */
  public Map<String, Integer> failures() {
    Map<String, Integer> failures = new TreeMap<>();
    watches.forEach(tokenWatch -> failures.putAll(tokenWatch.failures()));
    return failures;
  }

  /** Stops asking. */
  @Override
  public void close() {
    watches.forEach(TokenWatch::close);
  }

  private void awaitEach(String token, Predicate<ObservedAnswers> wanted) {
    await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .pollInSameThread()
        .until(() -> watches.stream().allMatch(tokenWatch -> wanted.test(tokenWatch.of(token))));
  }

  private Duration longest(String token, Function<ObservedAnswers, Stream<Long>> moments) {
    Long acknowledgement = acknowledged.get(token);
    if (acknowledgement == null) {
      throw new IllegalArgumentException("no revocation of this token was acknowledged");
    }
    return watches.stream()
        .flatMap(tokenWatch -> moments.apply(tokenWatch.of(token)))
        .map(moment -> Duration.ofNanos(Math.max(0, moment - acknowledgement)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Duration longest(Function<String, Duration> each) {
    return acknowledged.keySet().stream().map(each).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
