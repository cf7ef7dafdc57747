package dev.sojourn.spi;

/** Whether a sweep removes the stale ids that it finds. */
public enum SweepMode {
  /** Stale ids are removed. */
  REMOVE,
  /** Stale ids are counted, and nothing is changed. */
  DRY_RUN
}
