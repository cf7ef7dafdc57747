package dev.sojourn.redis.internal.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a session's members are called: by readable names, or by short ones, then also attributes
 * that have one. A session keeps the naming that it has.
 *
 * <pre>
 * secret s   version v   last_access l   created_at c   idle i      absolute a
 * user_id u  device d    address n       pending p      siblings b  replaced r
 * attributes t           and, of those that have short names, their id: k
 * </pre>
 */
public final class Naming {

  /** Every member by its readable name. */
  public static final Naming READABLE = new Naming(Kind.READABLE, ShortNames.NONE);

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry(RecordHeader.SECRET, "s"),
          Map.entry("version", "v"),
          Map.entry("last_access", "l"),
          Map.entry("created_at", "c"),
          Map.entry("idle", "i"),
          Map.entry("absolute", "a"),
          Map.entry("user_id", "u"),
          Map.entry("device", "d"),
          Map.entry("address", "n"),
          Map.entry("pending", "p"),
          Map.entry("siblings", "b"),
          Map.entry("replaced", "r"),
          Map.entry(RecordHeader.ATTRIBUTES, "t"),
          Map.entry(RecordHeader.SHORT_NAMES, "k"));
  private static final Map<String, String> READ = inverse();
  private static final char ESCAPE = '@';

  private enum Kind {
    READABLE,
    COMPACT,
    PACKED
  }

  private final Kind kind;
  private final ShortNames names;

  private Naming(Kind kind, ShortNames names) {
    this.kind = kind;
    this.names = names;
  }

  /** Short names of the members, and of attributes that have one. */
  public static Naming compact(ShortNames names) {
    return new Naming(Kind.COMPACT, names);
  }

  /** The compact one where what scripts decide by has no names at all, but places. */
  Naming packed() {
    return new Naming(Kind.PACKED, names);
  }

  /** Whether it is {@link #packed}. */
  boolean isPacked() {
    return kind == Kind.PACKED;
  }

  /** Whether it is compact and not packed. */
  boolean isCompact() {
    return kind == Kind.COMPACT;
  }

  /** Whether some session has its own use of the name, or escapes it. */
  static boolean isReserved(String name) {
    return RecordHeader.NAMES.contains(name) || READ.containsKey(name) || name.charAt(0) == ESCAPE;
  }

  /** Whether a session that has these members is named so. */
  static boolean isCompact(Set<String> members) {
    return !members.contains(RecordHeader.SECRET)
        && members.contains(SHORT.get(RecordHeader.SECRET));
  }

  /** Whether sessions of both call everything the same. */
  public boolean isSame(Naming other) {
    return mark().equals(other.mark());
  }

  /**
   * As the scripts tell namings apart: empty; or {@code c}, packed {@code p}, and the id of the
   * short names.
   */
  String mark() {
    return switch (kind) {
      case READABLE -> "";
      case COMPACT -> 'c' + names.id();
      case PACKED -> 'p' + names.id();
    };
  }

  private boolean isShort() {
    return kind != Kind.READABLE;
  }

  /** The short names of attributes. */
  ShortNames names() {
    return names;
  }

  /** What the member is called. */
  String member(String name) {
    return isShort() ? SHORT.getOrDefault(name, name) : name;
  }

  /** The member that is called so; empty when none is. */
  Optional<String> memberOf(String called) {
    if (isShort()) {
      return Optional.ofNullable(READ.get(called));
    }
    return RecordHeader.NAMES.contains(called) ? Optional.of(called) : Optional.empty();
  }

  /** Whether some naming calls something in a document so. */
  static boolean isMember(String called) {
    return RecordHeader.NAMES.contains(called) || READ.containsKey(called);
  }

  /** Whether some naming calls the attributes of a document so. */
  static boolean isAttributes(String called) {
    return called.equals(RecordHeader.ATTRIBUTES)
        || called.equals(SHORT.get(RecordHeader.ATTRIBUTES));
  }

  /** What an attribute is called beside the members, as in a hash. */
  String field(String attribute) {
    return names.shortOf(attribute).orElseGet(() -> escaped(attribute, isTaken(attribute)));
  }

  /** What an attribute is called in a place of its own, as in a document. */
  String entry(String attribute) {
    boolean taken = !names.isEmpty() && isAmongShort(attribute);
    return names.shortOf(attribute).orElseGet(() -> escaped(attribute, taken));
  }

  /** The attribute of a field. */
  String attributeOfField(String field) {
    return names.attributeOf(field).orElseGet(() -> unescaped(field));
  }

  /** The attribute of an entry. */
  String attributeOfEntry(String entry) {
    return names.isEmpty() ? entry : attributeOfField(entry);
  }

  private boolean isTaken(String attribute) {
    return RecordHeader.NAMES.contains(attribute)
        || (isShort() && READ.containsKey(attribute))
        || isAmongShort(attribute);
  }

  private boolean isAmongShort(String attribute) {
    return attribute.charAt(0) == ESCAPE || names.attributeOf(attribute).isPresent();
  }

  private static String escaped(String attribute, boolean taken) {
    return taken ? ESCAPE + attribute : attribute;
  }

  private static String unescaped(String field) {
    return !field.isEmpty() && field.charAt(0) == ESCAPE ? field.substring(1) : field;
  }

  private static Map<String, String> inverse() {
    Map<String, String> read = new HashMap<>();
    SHORT.forEach((name, shorter) -> read.put(shorter, name));
    return Map.copyOf(read);
  }
}
