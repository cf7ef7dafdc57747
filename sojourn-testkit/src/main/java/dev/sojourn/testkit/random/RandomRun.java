package dev.sojourn.testkit.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.testkit.Concurrently;
import dev.sojourn.testkit.MovableClock;
import dev.sojourn.testkit.StoreSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One random run: makes the same calls to the store under test and to the in-memory store, its
 * model. Starts with a session for each client. Each run has its own users, so that runs can share
 * a store.
 */
public final class RandomRun {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final StoreSubject subject;
  private final RecordingStore tested;
  private final Model model;
  private final RandomClients clients;
  private final boolean inOrder;
  private final List<StoreCall> history = new ArrayList<>();

  /** The model. Its clock advances with each call, since creations need different times. */
  private static final class Model {

    /** A replaced secret stays valid; another contract tests its grace. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final MovableClock clock = MovableClock.at(Instant.parse("2025-01-01T00:00:00Z"));
    private final RecordingStore store;

    private Model(StoreSubject subject) {
      store = new RecordingStore(new InMemorySessionStore(clock, subject.limits(), GRACE));
    }

    private String answer(StoreCall call) {
      clock.advance(MOMENT);
      return call.answeredBy(store);
    }
  }

  public RandomRun(StoreSubject subject, String name, List<Step> steps) {
    this.subject = subject;
    this.tested = new RecordingStore(subject.store());
    this.model = new Model(subject);
    this.clients = new RandomClients(name);
    this.inOrder = steps.stream().anyMatch(step -> step.operation().endsOldest());
    IntStream.range(0, Step.CLIENTS).forEach(client -> take(Step.logIn(client)));
  }

  /** Runs the steps in order; each must return what the model returns. */
  public void oneByOne(List<Step> steps) {
    steps.forEach(this::take);
    assertThat(answers(clients.state(), tested)).isEqualTo(answers(clients.state(), model.store));
  }

  /**
   * Runs the steps concurrently; their results and the final state must be those of the model in
   * some order. A returned session may be newer than the step; the number of ended sessions is not
   * compared where the copy of a session may be counted too.
   */
  public void atOnce(List<Step> steps) {
    List<StoreCall> calls = steps.stream().map(clients::call).flatMap(Optional::stream).toList();
    if (calls.isEmpty()) {
      return;
    }
    List<String> answers =
        Concurrently.many(calls.size(), number -> calls.get(number).answeredBy(tested));
    UnaryOperator<String> compared =
        mayCountACopy(steps) ? RandomRun::withoutCount : RandomRun::withoutRecord;

    assertThat(orders(calls.size()).map(order -> inOrder(calls, order, compared)))
        .as("what the model answers in any order of %s", steps)
        .contains(outcome(calls, answers, tested, compared));
  }

  private boolean mayCountACopy(List<Step> steps) {
    return !subject.isLoginAtomic() && steps.stream().anyMatch(step -> step.operation().moves());
  }

  private void take(Step step) {
    clients.call(step).ifPresent(call -> compare(step, call));
  }

  private void compare(Step step, StoreCall call) {
    history.add(call);
    if (inOrder && step.operation().mayCreate()) {
      subject.advance(MOMENT); // creations of one millisecond have no order
    }
    String answer = model.answer(call);
    assertThat(call.answeredBy(tested)).as("%s", step).isEqualTo(answer);
    call.learn().accept(answer);
  }

  /** The outcome of a new model after the same history and these calls in that order. */
  private List<String> inOrder(
      List<StoreCall> calls, List<Integer> order, UnaryOperator<String> compared) {
    Model other = new Model(subject);
    history.forEach(other::answer);
    String[] answers = new String[calls.size()];
    order.forEach(number -> answers[number] = other.answer(calls.get(number)));
    return outcome(calls, List.of(answers), other.store, compared);
  }

  private static List<String> answers(List<StoreCall> calls, RecordingStore store) {
    return calls.stream().map(call -> call.answeredBy(store)).toList();
  }

  private List<String> outcome(
      List<StoreCall> calls,
      List<String> answers,
      RecordingStore store,
      UnaryOperator<String> compared) {
    Stream<String> results =
        IntStream.range(0, answers.size())
            .mapToObj(number -> calls.get(number).inHindsight(answers.get(number), store));
    return Stream.concat(results.map(compared), answers(clients.state(), store).stream()).toList();
  }

  private static String withoutRecord(String answer) {
    return answer.replaceFirst(" \\[session.*", "");
  }

  private static String withoutCount(String answer) {
    return withoutRecord(answer).replaceFirst("^ended \\d+$", "ended");
  }

  /** All permutations of the numbers below count. */
  private static Stream<List<Integer>> orders(int count) {
    if (count == 0) {
      return Stream.of(List.of());
    }
    return orders(count - 1)
        .flatMap(order -> IntStream.range(0, count).mapToObj(at -> inserted(order, at, count - 1)));
  }

  private static List<Integer> inserted(List<Integer> order, int at, int number) {
    List<Integer> longer = new ArrayList<>(order);
    longer.add(at, number);
    return longer;
  }
}
