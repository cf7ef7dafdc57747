package dev.sojourn;

/**
 * How durable a revocation must be before the call returns: applied on the {@link #PRIMARY}, or
 * also confirmed by replicas, so that it survives the loss of the primary.
 *
 * @param replicas how many replicas must confirm; 0 to 100
 */
public record Durability(int replicas) {

  private static final int MOST = 100;

  /** Applied on the primary, without waiting for replicas. */
  public static final Durability PRIMARY = new Durability(0);

  /**
   * Checks the number.
   *
   * @param replicas how many replicas must confirm; 0 to 100
   * @throws IllegalArgumentException when it is below 0 or above 100
   */
  public Durability {
    if (replicas < 0 || replicas > MOST) {
      throw new IllegalArgumentException("0 to " + MOST + " replicas can confirm: " + replicas);
    }
  }

  /** Applied on the primary and confirmed by that many replicas; the call waits for them. */
  public static Durability replicated(int replicas) {
    return new Durability(replicas);
  }
}
