package dev.sojourn.spi;

import dev.sojourn.SecretHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hashes of the secrets that a session knows; immutable.
 *
 * <p>Rotation adds a <em>pending</em> secret and leaves the current one. The first access that
 * shows a pending one makes it current; the other pending ones become its <em>siblings</em>, which
 * stay valid until the next rotation, and the one it replaced is good for a grace longer. So
 * neither a lost answer nor two tabs at once log anybody out. A replaced secret that is shown after
 * its grace was stolen.
 *
 * @param current the secret in use
 * @param pending handed out by a rotation and not yet shown; at most {@value #MOST_PENDING}
 * @param siblings pending once, when another of them became current
 * @param replaced what was current before
 */
public record Secrets(
    SecretHash current,
    List<SecretHash> pending,
    List<SecretHash> siblings,
    Optional<Replaced> replaced) {

  /** Most pending secrets of a session; a rotation beyond adds none. */
  public static final int MOST_PENDING = 4;

  /** How long a replaced secret is still good. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * A secret that was current, and when it stopped to be.
   *
   * @param hash the secret's hash
   * @param at when another one became current, by the store's clock
   */
  public record Replaced(SecretHash hash, Instant at) {}

  /** What a shown secret is to a session. */
  public enum Standing {
    /** The one in use. */
    CURRENT,
    /** Handed out by a rotation, shown for the first time. */
    PENDING,
    /** Handed out beside the one in use. */
    SIBLING,
    /** The one before; good within its grace, stolen after it. */
    REPLACED,
    /** None of this session's, or older than one rotation. */
    UNKNOWN
  }

  /**
   * Copies the lists.
   *
   * @param current the secret in use
   * @param pending handed out and not yet shown
   * @param siblings handed out beside the one in use
   * @param replaced what was current before
   */
  public Secrets {
    pending = List.copyOf(pending);
    siblings = List.copyOf(siblings);
  }

  /** The secrets of a new session. */
  public static Secrets of(SecretHash current) {
    return new Secrets(current, List.of(), List.of(), Optional.empty());
  }

  /** What a shown secret is to the session; compares with each in constant time. */
  public Standing standing(SecretHash shown) {
    if (current.matches(shown)) {
      return Standing.CURRENT;
    }
    if (contains(pending, shown)) {
      return Standing.PENDING;
    }
    if (contains(siblings, shown)) {
      return Standing.SIBLING;
    }
    return replaced.filter(r -> r.hash().matches(shown)).isPresent()
        ? Standing.REPLACED
        : Standing.UNKNOWN;
  }

  /** Whether a shown secret opens the session at that time. */
  public boolean accepts(SecretHash shown, Instant now, Duration grace) {
    return switch (standing(shown)) {
      case CURRENT, PENDING, SIBLING -> true;
      case REPLACED -> replaced.filter(r -> !now.isAfter(r.at().plus(grace))).isPresent();
      case UNKNOWN -> false;
    };
  }

  /** After a pending secret was shown: it is current, the one before is replaced. */
  public Secrets promoted(SecretHash shown, Instant now) {
    return new Secrets(
        shown, List.of(), without(pending, shown), Optional.of(new Replaced(current, now)));
  }

  /**
   * After a rotation that was asked for with a secret of this session: one more pending. A pending
   * or sibling secret that asks is made current first, for its client knows no other; the siblings
   * end, unless a replaced secret asks, which may be a late one.
   *
   * @return empty when no more secrets may be pending
   */
  public Optional<Secrets> rotated(SecretHash shown, SecretHash next, Instant now) {
    Standing standing = standing(shown);
    Secrets base =
        standing == Standing.PENDING || standing == Standing.SIBLING ? promoted(shown, now) : this;
    if (base.pending.size() >= MOST_PENDING) {
      return Optional.empty();
    }
    List<SecretHash> more = new ArrayList<>(base.pending);
    more.add(next);
    List<SecretHash> kept = standing == Standing.REPLACED ? base.siblings : List.of();
    return Optional.of(new Secrets(base.current, more, kept, base.replaced));
  }

  @Override
  public String toString() {
    return "Secrets[…]";
  }

  private static boolean contains(List<SecretHash> hashes, SecretHash shown) {
    boolean found = false;
    for (SecretHash hash : hashes) {
      found |= hash.matches(shown);
    }
    return found;
  }

  private static List<SecretHash> without(List<SecretHash> hashes, SecretHash shown) {
    return hashes.stream().filter(hash -> !hash.matches(shown)).toList();
  }
}
