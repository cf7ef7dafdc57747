package dev.sojourn.rig.resp;

/** An error reply with its message: {@code WRONGTYPE Operation against a key …}. */
public final class RespError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RespError(String message) {
    super(message);
  }

  /** The first word of the message, {@code WRONGTYPE}, {@code MOVED} or {@code ERR}. */
  public String code() {
    return String.valueOf(getMessage()).split(" ", 2)[0];
  }
}
