package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.time.Duration;

/**
 * A session of the sample.
 *
 * @param key its key
 * @param form how it lies
 * @param bytes what it takes of Redis' memory
 * @param record what it holds
 * @param unused since when nobody came, as precisely as touches tell
 */
public record SampledSession(
    String key, Form form, long bytes, SessionRecord record, Duration unused) {}
