package dev.sojourn.spi;

import dev.sojourn.SecretHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hashes of a session's valid secrets; immutable.
 *
 * <p>A rotation adds a <em>pending</em> secret and leaves the current one. The first access with a
 * pending secret makes it current; the other pending ones become its <em>siblings</em>, which stay
 * valid until the next rotation, and the replaced one stays valid for a grace period. So neither a
 * lost answer nor two tabs at once log anybody out. A replaced secret presented after its grace was
 * stolen.
 *
 * @param current the secret in use
 * @param pending issued by a rotation and not yet used; at most {@value #MOST_PENDING}
 * @param siblings valid beside the current one: they were pending when another of them became
 *     current, or were issued for a repeated login; at most {@value #MOST_SIBLINGS}
 * @param replaced the secret that was current before
 */
public record Secrets(
    SecretHash current,
    List<SecretHash> pending,
    List<SecretHash> siblings,
    Optional<Replaced> replaced) {

  /** Maximum number of pending secrets; a further rotation adds none. */
  public static final int MOST_PENDING = 4;

  /** Maximum number of siblings. */
  public static final int MOST_SIBLINGS = 8;

  /** How long a replaced secret stays valid. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * A secret that was current before.
   *
   * @param hash the secret's hash
   * @param until the end of its grace, by the store's clock; servers may have different graces
   */
  public record Replaced(SecretHash hash, Instant until) {}

  /** What a presented secret is to a session. */
  public enum Standing {
    /** The secret in use. */
    CURRENT,
    /** Issued by a rotation, used for the first time. */
    PENDING,
    /** Issued beside the one in use. */
    SIBLING,
    /** The one before; valid within its grace, stolen after it. */
    REPLACED,
    /** Not a secret of this session, or one replaced by an earlier rotation. */
    UNKNOWN
  }

  /**
   * Copies the lists.
   *
   * @param current the secret in use
   * @param pending issued and not yet used
   * @param siblings issued beside the one in use
   * @param replaced the secret that was current before
   */
  public Secrets {
    pending = List.copyOf(pending);
    siblings = List.copyOf(siblings);
  }

  /** The secrets of a new session. */
  public static Secrets of(SecretHash current) {
    return new Secrets(current, List.of(), List.of(), Optional.empty());
  }

  /** Classifies a presented secret; compares it with each in constant time. */
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

  /** Whether a presented secret is valid at that time. */
  public boolean accepts(SecretHash shown, Instant now) {
    return switch (standing(shown)) {
      case CURRENT, PENDING, SIBLING -> true;
      case REPLACED -> replaced.filter(r -> !now.isAfter(r.until())).isPresent();
      case UNKNOWN -> false;
    };
  }

  /**
   * The secrets after a pending or sibling one was used: it is current, and the one before is
   * replaced. All others that were issued stay valid.
   *
   * @param until the end of the grace of the one before
   */
  public Secrets promoted(SecretHash shown, Instant until) {
    List<SecretHash> others =
        Stream.concat(siblings.stream(), pending.stream())
            .filter(hash -> !hash.matches(shown))
            .toList();
    List<SecretHash> latest =
        others.subList(Math.max(0, others.size() - MOST_SIBLINGS), others.size());
    return new Secrets(shown, List.of(), latest, Optional.of(new Replaced(current, until)));
  }

  /**
   * The secrets with one more that is valid beside the current one.
   *
   * @return empty when no more may be
   */
  public Optional<Secrets> joined(SecretHash next) {
    if (current.matches(next) || contains(siblings, next)) {
      return Optional.of(this);
    }
    if (siblings.size() >= MOST_SIBLINGS) {
      return Optional.empty();
    }
    List<SecretHash> more = new ArrayList<>(siblings);
    more.add(next);
    return Optional.of(new Secrets(current, pending, more, replaced));
  }

  /**
   * The secrets after a rotation requested with one of them: one more is pending. A pending or
   * sibling secret becomes current first, since its client may know no other. Siblings end, unless
   * the request came with a replaced secret, because it may then be a late one.
   *
   * @param until the end of the grace of a secret that is replaced by this
   * @return empty when no more secrets may be pending
   */
  public Optional<Secrets> rotated(SecretHash shown, SecretHash next, Instant until) {
    Standing standing = standing(shown);
    Secrets base =
        standing == Standing.PENDING || standing == Standing.SIBLING
            ? promoted(shown, until)
            : this;
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
}
