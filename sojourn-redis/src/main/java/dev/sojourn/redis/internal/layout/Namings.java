package dev.sojourn.redis.internal.layout;

import java.util.List;
import java.util.Optional;

/**
 * The namings that this server can read: readable, compact, and compact with the configured short
 * names.
 *
 * @param own the naming of new sessions
 * @param known the sets of short names that sessions may use
 */
public record Namings(Naming own, List<ShortNames> known) {

  /** New sessions are readable, without any short names. */
  public static final Namings READABLE = new Namings(Naming.READABLE, List.of());

  /**
   * Copies the list.
   *
   * @param own see the record
   * @param known see the record
   */
  public Namings {
    known = List.copyOf(known);
  }

  /** The same with that naming for new sessions. */
  Namings withOwn(Naming naming) {
    return new Namings(naming, known);
  }

  /** The same with a packed header for new sessions, if they are compact. */
  public Namings packed() {
    return own.isCompact() ? withOwn(own.packed()) : this;
  }

  /** The compact naming with the short names of that id; empty when they are not configured. */
  Optional<Naming> compact(String id) {
    return id.isEmpty()
        ? Optional.of(Naming.compact(ShortNames.NONE))
        : known.stream().filter(names -> names.id().equals(id)).findFirst().map(Naming::compact);
  }
}
