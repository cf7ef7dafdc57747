package dev.sojourn.redis.internal.layout;

import java.util.List;
import java.util.Optional;

/**
 * The namings that a server can read: readable, compact, and compact with short names that it was
 * told.
 *
 * @param own the one that new sessions have
 * @param known short names of attributes that sessions may have
 */
public record Namings(Naming own, List<ShortNames> known) {

  /** New sessions are readable, and no short names are known. */
  public static final Namings READABLE = new Namings(Naming.READABLE, List.of());

  /**
   * Copies the list.
   *
   * @param own the one that new sessions have
   * @param known short names of attributes that sessions may have
   */
  public Namings {
    known = List.copyOf(known);
  }

  /** The same, where new sessions have that naming. */
  Namings withOwn(Naming naming) {
    return new Namings(naming, known);
  }

  /** The same, where new sessions that are compact are packed. */
  public Namings packed() {
    return own.isCompact() ? withOwn(own.packed()) : this;
  }

  /** The compact naming with the short names of that id; empty when nobody told them. */
  Optional<Naming> compact(String id) {
    return id.isEmpty()
        ? Optional.of(Naming.compact(ShortNames.NONE))
        : known.stream().filter(names -> names.id().equals(id)).findFirst().map(Naming::compact);
  }
}
