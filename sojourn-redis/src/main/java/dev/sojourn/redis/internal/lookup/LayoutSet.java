package dev.sojourn.redis.internal.lookup;

import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.layout.Compression;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.HashLayout;
import dev.sojourn.redis.internal.layout.JsonLayout;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.Naming;
import dev.sojourn.redis.internal.layout.Namings;
import dev.sojourn.redis.internal.layout.ShortNames;
import dev.sojourn.redis.internal.layout.StringLayout;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Builds the layouts that the settings name. */
public final class LayoutSet {

  /** The layouts that every server supports. */
  public static final Set<LayoutName> WITHOUT_JSON = Set.of(LayoutName.HASH, LayoutName.STRING);

  /** The layouts of a server with the JSON type. */
  public static final Set<LayoutName> ALL = Set.of(LayoutName.values());

  private LayoutSet() {}

  /** The layouts that the server supports, the one for new sessions first. */
  public static List<Layout<?>> of(
      RedisSettings settings, Set<LayoutName> supported, Dictionaries dictionaries) {
    LayoutName first = settings.layout();
    Stream<LayoutName> others = supported.stream().filter(name -> name != first).sorted();
    return Stream.concat(Stream.of(first), others)
        .<Layout<?>>map(name -> layout(name, settings, compression(settings, dictionaries)))
        .toList();
  }

  private static Layout<?> layout(
      LayoutName name, RedisSettings settings, Compression compression) {
    return switch (name) {
      case HASH -> new HashLayout(namings(settings), compression);
      case STRING ->
          new StringLayout(
              compression.isOn() ? namings(settings).packed() : namings(settings), compression);
      case JSON -> new JsonLayout(namings(settings));
    };
  }

  /** The namings that sessions may have, among them the one for new sessions. */
  private static Namings namings(RedisSettings settings) {
    ShortNames names = new ShortNames(settings.shortNames());
    return new Namings(
        settings.naming() == NamingName.COMPACT ? Naming.compact(names) : Naming.READABLE,
        List.of(names));
  }

  private static Compression compression(RedisSettings settings, Dictionaries dictionaries) {
    return Compression.of(
        settings.compression() == CompressionName.DEFLATE,
        settings.limits().sessionBytes(),
        dictionaries);
  }
}
