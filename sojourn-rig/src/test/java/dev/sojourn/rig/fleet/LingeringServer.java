package dev.sojourn.rig.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of a fleet that accepts a token for a while after {@code REVOKE}, and delays answers
 * that it has decided.
 */
final class LingeringServer {

  private final Map<String, Long> revoked = new ConcurrentHashMap<>();
  private final Duration keeps;
  private final Duration waits;
  private final AtomicInteger decided = new AtomicInteger();

  private LingeringServer(Map<String, String> settings) {
    keeps = Duration.parse(settings.getOrDefault("keeps", "PT0S"));
    waits = Duration.parse(settings.getOrDefault("waits", "PT0S"));
  }

  public static void main(String[] args) {
    LineServer.serve(new LingeringServer(LineServer.settings())::answer);
  }

  private String answer(String line) {
    String[] words = line.split(" ", 2);
    return switch (words[0]) {
      case "ACCESS" -> late(isAccepted(words[1]) ? "YES" : "NO");
      case "REVOKE" -> revoke(words[1]);
      default -> "ERROR no such verb";
    };
  }

  /** If answers are delayed, revokes while one is delayed that has just been decided. */
  private String revoke(String token) {
    for (int before = decided.get(); !waits.isZero() && decided.get() == before; ) {
      Thread.onSpinWait();
    }
    revoked.put(token, System.nanoTime());
    return "ENDED 1";
  }

  private boolean isAccepted(String token) {
    return Optional.ofNullable(revoked.get(token))
        .map(since -> System.nanoTime() - since < keeps.toNanos())
        .orElse(!token.equals("bad"));
  }

  private String late(String answer) {
    decided.incrementAndGet();
    LockSupport.parkNanos(waits.toNanos());
    return answer;
  }
}
