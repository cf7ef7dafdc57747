package dev.sojourn.spi;

/** Whether a migration moves the sessions that it finds. */
public enum MigrationMode {
  /** Sessions are moved. */
  MOVE,
  /** Sessions are counted, and nothing is changed. */
  DRY_RUN
}
