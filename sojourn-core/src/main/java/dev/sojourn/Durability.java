package dev.sojourn;

/**
 * How certain a revocation is to be: {@link #PRIMARY}, ended where it is decided, or confirmed by
 * replicas too, so that it outlives the loss of the primary.
 *
 * @param replicas how many replicas are to confirm; 0 to 100
 */
public record Durability(int replicas) {

  private static final int MOST = 100;

  /** Ended on the primary; nobody waits for replicas. */
  public static final Durability PRIMARY = new Durability(0);

  /**
   * Checks the number.
   *
   * @param replicas how many replicas are to confirm; 0 to 100
   * @throws IllegalArgumentException when it is below 0 or above 100
   */
  public Durability {
    if (replicas < 0 || replicas > MOST) {
      throw new IllegalArgumentException("0 to " + MOST + " replicas can confirm: " + replicas);
    }
  }

  /** Ended on the primary, and confirmed by so many of its replicas, for which the call waits. */
  public static Durability replicated(int replicas) {
    return new Durability(replicas);
  }
}
