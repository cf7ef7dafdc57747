package dev.sojourn.redis.care;

import java.util.List;

/** What a job does with the keys that it walks over, and what it remembers of it. */
interface Task {

  /** A pattern that every key is of that it is about, and perhaps other keys. */
  String pattern();

  /** Does a page of keys, in pieces at that pace. */
  void work(List<String> found, Pacing pacing);

  /** Fields and values, to be remembered. */
  List<String> toBeRemembered();
}
