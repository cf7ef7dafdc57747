package dev.sojourn.redis.advice;

import dev.sojourn.spi.SessionRecord;
import java.time.Duration;

/**
 * A sampled session.
 *
 * @param key its key
 * @param form the form that it is stored in
 * @param bytes Redis' memory that it uses
 * @param record its content
 * @param unused time since its last access, to within a touch interval
 */
public record SampledSession(
    String key, Form form, long bytes, SessionRecord record, Duration unused) {}
