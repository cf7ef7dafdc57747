package dev.sojourn.redis;

import dev.sojourn.SecretHash;
import dev.sojourn.SessionId;
import dev.sojourn.SessionRecord;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.Found.There;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.near.NearSessions;
import dev.sojourn.redis.near.OrderedWire.Question;
import dev.sojourn.redis.wire.Reply;
import dev.sojourn.spi.Accessed;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Accesses over the ordered wire: what is found is kept as it arrives, in Redis' order. A wire that
 * is not there, fails, or answers with what is not to be told any more, is passed by: the question
 * is asked again over the plain connection, uncached.
 */
final class NearReading {

  private final Backend backend;
  private final Reading reading;
  private final NearSessions near;
  private final Executor home;

  /**
   * Reads for one store.
   *
   * @param home where answers are handed to callers
   */
  NearReading(Backend backend, Reading reading, NearSessions near, Executor home) {
    this.backend = backend;
    this.reading = reading;
    this.near = near;
    this.home = home;
  }

  /**
   * As {@link Reading#show}.
   *
   * @param plainly asks over the plain connection
   */
  CompletionStage<Accessed> show(
      SessionId id, SecretHash shown, boolean slides, Supplier<CompletionStage<Accessed>> plainly) {
    Optional<String> key = backend.keys().session(id);
    Optional<Question> question = key.flatMap(near::question);
    return question.isEmpty()
        ? plainly.get()
        : find(id, key.get(), question.get())
            .handleAsync((found, failure) -> Optional.ofNullable(found), home)
            .thenCompose(
                found ->
                    found.filter(f -> mayAnswer(question.get(), id, f)).isPresent()
                        ? reading.judge(found.get(), shown, slides)
                        : plainly.get());
  }

  private CompletionStage<Found> find(SessionId id, String key, Question question) {
    return backend
        .lookup()
        .inItsLayout(layout -> read(id, key, layout, question), Found.Unreadable::new);
  }

  private <T> CompletionStage<Found> read(
      SessionId id, String key, Layout<T> layout, Question question) {
    return near.read(
        question, layout.query(), key, reply -> arrived(id, key, layout, question, reply));
  }

  private <T> Found arrived(
      SessionId id, String key, Layout<T> layout, Question question, Reply<T> reply) {
    Found found = own(id, key, layout, question, reply);
    if (found instanceof There there) {
      near.keep(there.record(), question, there.left());
    }
    return found;
  }

  /** One that belongs to another session costs the wire everything that it brought. */
  private <T> Found own(
      SessionId id, String key, Layout<T> layout, Question question, Reply<T> reply) {
    return backend
        .lookup()
        .own(id, key, layout, reply)
        .orElseThrow(
            () -> {
              question.wire().giveUp();
              return new StoreUnavailable("a reply of Redis belongs to another session", null);
            });
  }

  private boolean mayAnswer(Question question, SessionId id, Found found) {
    return near.mayAnswer(question, id, Reading.record(found).flatMap(SessionRecord::user));
  }
}
