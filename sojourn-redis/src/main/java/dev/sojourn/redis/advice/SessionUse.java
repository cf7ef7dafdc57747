package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How sessions are used: when somebody came last, beside how long they are kept for it.
 *
 * @param unused since when nobody came, of each session, the shortest first
 * @param idle the idle timeouts of the sample, the shortest first
 * @param neverUsed how many were never used after the touch interval of their creation
 * @param changed how many had other attributes when they were looked at again
 * @param watched how long after the first look that was
 */
public record SessionUse(
    List<Duration> unused, List<Duration> idle, int neverUsed, int changed, Duration watched) {

  /** Copies the lists. */
  public SessionUse {
    unused = List.copyOf(unused);
    idle = List.copyOf(idle);
  }

  static SessionUse of(
      Collection<SampledSession> sample, Map<String, SessionRecord> later, Duration watched) {
    return new SessionUse(
        sample.stream().map(SampledSession::unused).sorted().toList(),
        sample.stream().map(session -> session.record().timeouts().idle()).sorted().toList(),
        (int) sample.stream().filter(SessionUse::isNeverUsed).count(),
        (int) sample.stream().filter(session -> hasChanged(session, later)).count(),
        watched);
  }

  /** That of so many in a hundred sessions nobody came for longer; zero when there are none. */
  public Duration unused(int percent) {
    return at(unused, percent);
  }

  /** The idle timeout that so many in a hundred sessions do not exceed; zero likewise. */
  public Duration idle(int percent) {
    return at(idle, percent);
  }

  /** Which part of the sessions changes in a minute, of 1; more when they change more often. */
  public double changesAMinute() {
    return unused.isEmpty() || watched.isZero()
        ? 0
        : (double) changed / unused.size() / watched.toMillis() * Duration.ofMinutes(1).toMillis();
  }

  private static Duration at(List<Duration> sorted, int percent) {
    return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * percent / 100);
  }

  private static boolean isNeverUsed(SampledSession session) {
    return session.record().lastAccessAt().equals(session.record().createdAt());
  }

  private static boolean hasChanged(SampledSession session, Map<String, SessionRecord> later) {
    SessionRecord now = later.getOrDefault(session.key(), session.record());
    return !now.attributes().equals(session.record().attributes());
  }
}
