package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How sessions are used: the time since their last access beside their idle timeout, and how often
 * they change.
 *
 * @param unused time since the last access of each session, the shortest first
 * @param idle idle timeout of each session, the shortest first
 * @param neverUsed number of sessions not accessed later than one touch interval after creation
 * @param changed number of sessions whose attributes changed between the two reads of the sample
 * @param watched time between the two reads
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

  /** A percentile, 0 to 100, of the time since the last access; zero without sessions. */
  public Duration unused(int percent) {
    return percentile(unused, percent);
  }

  /** A percentile, 0 to 100, of the idle timeout; zero without sessions. */
  public Duration idle(int percent) {
    return percentile(idle, percent);
  }

  /** Changes per minute and session; 0 without sessions. */
  public double changesAMinute() {
    return unused.isEmpty() || watched.isZero()
        ? 0
        : (double) changed / unused.size() / watched.toMillis() * Duration.ofMinutes(1).toMillis();
  }

  private static Duration percentile(List<Duration> sorted, int percent) {
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
