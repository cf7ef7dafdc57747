package dev.sojourn.redis.internal.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the fields of a stored session are named: readable, or compact, which has one-letter names
 * for the members of the header and short names for attributes that have one. A session keeps its
 * naming.
 *
 * <pre>
 * secret s   version v   last_access l   created_at c   idle i      absolute a
 * user_id u  device d    address n       pending p      siblings b  replaced r
 * attributes t           short_names k (the id of the short names, where there are any)
 * </pre>
 */
public final class Naming {

  /** The readable naming. */
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

  /** The compact naming, with these short names for attributes. */
  public static Naming compact(ShortNames names) {
    return new Naming(Kind.COMPACT, names);
  }

  /** This compact naming with a {@link PackedHeader}, whose members have no names at all. */
  Naming packed() {
    return new Naming(Kind.PACKED, names);
  }

  /** Whether the header is packed. */
  boolean isPacked() {
    return kind == Kind.PACKED;
  }

  /** Whether it is compact, and the header not packed. */
  boolean isCompact() {
    return kind == Kind.COMPACT;
  }

  /** Whether the name is not allowed as a short name: it names a member, or would be escaped. */
  static boolean isReserved(String name) {
    return RecordHeader.NAMES.contains(name) || READ.containsKey(name) || name.charAt(0) == ESCAPE;
  }

  /** Whether a session with these members has the compact naming. */
  static boolean isCompact(Set<String> members) {
    return !members.contains(RecordHeader.SECRET)
        && members.contains(SHORT.get(RecordHeader.SECRET));
  }

  /** Whether both give the same names. */
  public boolean isSame(Naming other) {
    return mark().equals(other.mark());
  }

  /**
   * The naming as the scripts name it: empty for readable; {@code c} for compact, {@code p} for
   * packed, each with the id of the short names.
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

  /** The short names of attributes; may be none. */
  ShortNames names() {
    return names;
  }

  /** The stored name of a member. */
  String member(String name) {
    return isShort() ? SHORT.getOrDefault(name, name) : name;
  }

  /** The stored names of the members that a summary shows, and of those that tell the naming. */
  List<String> summaryMembers() {
    List<String> stored = new ArrayList<>();
    RecordHeader.SUMMARY.forEach(name -> stored.add(member(name)));
    if (isShort()) {
      stored.add(RecordHeader.SECRET); // tells a readable session from a compact one
      stored.add(member(RecordHeader.SHORT_NAMES));
    }
    return stored;
  }

  /** The member with that stored name; empty when it names none. */
  Optional<String> memberOf(String stored) {
    if (isShort()) {
      return Optional.ofNullable(READ.get(stored));
    }
    return RecordHeader.NAMES.contains(stored) ? Optional.of(stored) : Optional.empty();
  }

  /** Whether the stored name is a member's in any naming. */
  static boolean isMember(String stored) {
    return RecordHeader.NAMES.contains(stored) || READ.containsKey(stored);
  }

  /** Whether the stored name is that of the attributes object in any naming. */
  static boolean isAttributes(String stored) {
    return stored.equals(RecordHeader.ATTRIBUTES)
        || stored.equals(SHORT.get(RecordHeader.ATTRIBUTES));
  }

  /** The stored name of an attribute in a hash, where members are beside it. */
  String field(String attribute) {
    return names.shortOf(attribute).orElseGet(() -> escaped(attribute, isTaken(attribute)));
  }

  /** The stored name of an attribute in the attributes object of a document. */
  String entry(String attribute) {
    boolean taken = !names.isEmpty() && isAmongShort(attribute);
    return names.shortOf(attribute).orElseGet(() -> escaped(attribute, taken));
  }

  /** The inverse of {@link #field}. */
  String attributeOfField(String field) {
    return names.attributeOf(field).orElseGet(() -> unescaped(field));
  }

  /** The inverse of {@link #entry}. */
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
