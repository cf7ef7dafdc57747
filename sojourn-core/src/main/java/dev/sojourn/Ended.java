package dev.sojourn;

/**
 * How many sessions a revocation ended, and how certainly. None of them is accepted any more; one
 * that replicas did not confirm may be back when the primary is lost before they have it.
 *
 * @param count live sessions ended by this call
 * @param asked how certain it was to be
 * @param replicas how many replicas confirmed; 0 when none was asked
 */
public record Ended(int count, Durability asked, int replicas) {

  /**
   * Ended on the primary, as was asked.
   *
   * @param count live sessions ended by this call
   */
  public Ended(int count) {
    this(count, Durability.PRIMARY, 0);
  }

  /** Whether it is as certain as was asked. */
  public boolean isCertain() {
    return replicas >= asked.replicas();
  }
}
