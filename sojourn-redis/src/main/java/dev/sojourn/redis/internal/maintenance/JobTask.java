package dev.sojourn.redis.internal.maintenance;

import java.util.List;

/** What a job does with the keys that it scans, and the progress that it saves. */
interface JobTask {

  /** A pattern that matches every key of interest, and perhaps others. */
  String keyPattern();

  /** Processes a page of keys, in batches throttled by the limiter. */
  void process(List<String> keys, RateLimiter rateLimiter);

  /** The progress to save, as alternating names and values. */
  List<String> progress();
}
