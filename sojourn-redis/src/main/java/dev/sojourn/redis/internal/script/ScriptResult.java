package dev.sojourn.redis.internal.script;

import dev.sojourn.redis.internal.codec.RawBytes;
import java.util.List;
import java.util.Locale;

/**
 * The answer of a script: a word, then a number if the script has one to tell, then texts.
 *
 * @param status the word
 * @param number the number; 0 if there is none
 * @param texts the rest
 */
public record ScriptResult(Status status, long number, List<String> texts) {

  /** What became of it; each script says in its first lines which of them it answers. */
  public enum Status {
    /** It is done. */
    DONE,
    /** There is no such session, or not for that secret. */
    GONE,
    /** Something is not as it was read: read it again. */
    CHANGED,
    /** A limit allows no more. */
    FULL,
    /** What it would create exists. */
    TAKEN,
    /** The session would exceed its limits. */
    LARGE,
    /** The secret was stolen; the session has ended. */
    STOLEN,
    /** The session belongs to another user than was declared. */
    OTHER_USER
  }

  /** The answer of a script that found nothing to do. */
  public static final ScriptResult GONE = new ScriptResult(Status.GONE, 0, List.of());

  /**
   * Decodes a reply.
   *
   * @throws ClassCastException if it has another shape
   * @throws IndexOutOfBoundsException if it is empty
   * @throws IllegalArgumentException if it begins with another word
   */
  public static ScriptResult of(List<Object> reply) {
    Status status = Status.valueOf(text(reply.get(0)).toUpperCase(Locale.ROOT));
    boolean counts = reply.size() > 1 && reply.get(1) instanceof Long;
    long number = counts ? (Long) reply.get(1) : 0;
    return new ScriptResult(status, number, texts(reply.subList(counts ? 2 : 1, reply.size())));
  }

  /** Whether it is done. */
  public boolean isDone() {
    return status == Status.DONE;
  }

  /** The elements of a reply that are all texts. */
  public static List<String> texts(List<Object> reply) {
    return reply.stream().map(ScriptResult::text).toList();
  }

  private static String text(Object bytes) {
    return RawBytes.decode((byte[]) bytes);
  }
}
