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
 * Asks every server of a fleet all the time whether it accepts each of a set of tokens, and finds
 * for each acknowledged revocation how long the servers went on. One thread and one connection for
 * each server, which asks for one token after the other; thread-safe.
 *
 * <p>All times are {@link System#nanoTime} of this one process. A question is a line {@code ACCESS
 * <token>}; {@code YES …} is an acceptance, {@code NO …} a refusal, anything else a failure.
 *
 * <ul>
 *   <li>{@link #longestAcceptance}: from the acknowledgement to the latest moment at which a
 *       question was <em>sent</em> that was accepted. What the law bounds: a question that was
 *       under way at the acknowledgement may be answered either way. The true moment at which the
 *       last server stopped lies up to one interval between two questions later.
 *   <li>{@link #latestAnswer}: the same to the moment at which the acceptance <em>arrived</em>;
 *       looks at questions that a frozen server held over the acknowledgement, too.
 *   <li>{@link #untilRefused}: from the acknowledgement until each server has answered a question
 *       that was sent after it, and nothing later, with a refusal: what a user waits at most.
 * </ul>
 *
 * <pre>{@code
 * try (Observer observer = Observer.of(servers)) {
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

  /** Begins to ask those servers, each at most a thousand times a second for a token. */
  public static AcceptanceObserver of(List<ServerJvm> servers) {
    return of(servers, INTERVAL);
  }

  /** The same with another pause after each round of all tokens. */
  public static AcceptanceObserver of(List<ServerJvm> servers, Duration interval) {
    return new AcceptanceObserver(servers, interval);
  }

  /** From now on every server is asked for this token too. */
  public void watch(String token) {
    tokens.add(token);
  }

  /** Nobody is asked for it any more; what was seen of it stays. */
  public void forget(String token) {
    tokens.remove(token);
  }

  /**
   * A revocation of that token was acknowledged.
   *
   * @param ackNanos {@link System#nanoTime}, taken when the acknowledgement had arrived; it may be
   *     told later, for what was seen in between counts too
   */
  public void revoked(String token, long ackNanos) {
    acknowledged.put(token, ackNanos);
  }

  /** Waits until every server has accepted it: caches are warm. */
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

  /** How many questions have been answered. */
  public long questions() {
    return watches.stream().mapToLong(TokenWatch::questions).sum();
  }

  /** Answers that say neither yes nor no, each with its server before it, and how often. */
  public Map<String, Integer> failures() {
    Map<String, Integer> failures = new TreeMap<>();
    watches.forEach(tokenWatch -> failures.putAll(tokenWatch.failures()));
    return failures;
  }

  /** Asks nobody any more. */
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
