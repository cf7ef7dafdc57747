package dev.sojourn.redis.advice;

/**
 * The memory that sampled sessions use in a form, measured by writing them in it.
 *
 * @param form the form
 * @param bytes Redis' memory per session, with key and TTL
 */
public record FormSize(Form form, SizeSample bytes) {}
