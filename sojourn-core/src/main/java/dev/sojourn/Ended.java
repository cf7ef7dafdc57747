package dev.sojourn;

/**
 * The result of a revocation. The sessions it ended are not accepted any more; one that too few
 * replicas confirmed may come back if the primary fails before it was replicated.
 *
 * @param count live sessions ended by this call
 * @param asked the durability that was requested
 * @param replicas how many replicas confirmed; 0 when none was requested
 */
public record Ended(int count, Durability asked, int replicas) {

  /**
   * Ended on the primary, with no replica requested.
   *
   * @param count live sessions ended by this call
   */
  public Ended(int count) {
    this(count, Durability.PRIMARY, 0);
  }

  /** Whether as many replicas confirmed as were requested. */
  public boolean isCertain() {
    return replicas >= asked.replicas();
  }
}
