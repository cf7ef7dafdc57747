package dev.sojourn.redis.advice;

/**
 * What sessions of the sample take in a form, found by writing them so.
 *
 * @param form the form
 * @param bytes of Redis' memory, key and TTL counted
 */
public record FormSize(Form form, SizeSample bytes) {}
