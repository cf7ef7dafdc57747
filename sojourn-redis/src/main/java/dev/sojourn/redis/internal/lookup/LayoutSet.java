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

/** The layouts by their names. */
public final class LayoutSet {

  /** On every server. */
  public static final Set<LayoutName> WITHOUT_JSON = Set.of(LayoutName.HASH, LayoutName.STRING);

  /** On a server that has the JSON type. */
  public static final Set<LayoutName> ALL = Set.of(LayoutName.values());

  private LayoutSet() {}

  /** Those of a server, the one for new sessions first. */
  public static List<Layout<?>> of(
      RedisSettings settings, Set<LayoutName> able, Dictionaries dictionaries) {
    LayoutName first = settings.layout();
    Stream<LayoutName> others = able.stream().filter(name -> name != first).sorted();
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

  /** The namings that sessions may have, the one for new ones among them. */
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
