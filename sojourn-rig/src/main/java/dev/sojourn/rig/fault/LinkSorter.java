package dev.sojourn.rig.fault;

/** Classifies one connection by what its client sends. Not thread-safe. */
interface LinkSorter {

  /** Its kind, now that this chunk was sent too. */
  LinkKind after(byte[] chunk, int length);
}
