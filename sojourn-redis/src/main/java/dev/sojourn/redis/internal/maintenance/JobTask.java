package dev.sojourn.redis.internal.maintenance;

import java.util.List;

/** What a job does with the keys that it walks over, and what it remembers of it. */
interface JobTask {

  /** A pattern that every key is of that it is about, and perhaps other keys. */
  String pattern();

  /** Does a page of keys, in pieces at that pace. */
  void work(List<String> found, RateLimiter rateLimiter);

  /** Fields and values, to be remembered. */
  List<String> toBeRemembered();
}
