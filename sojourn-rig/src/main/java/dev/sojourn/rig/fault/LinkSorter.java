package dev.sojourn.rig.fault;

/** Tells what one connection is for from what its client sends. Not thread-safe. */
interface LinkSorter {

  /** Its kind, now that this came too. */
  LinkKind after(byte[] chunk, int length);
}
