package dev.sojourn.redis;

import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.layout.Compression;
import dev.sojourn.redis.layout.Dictionaries;
import dev.sojourn.redis.layout.HashLayout;
import dev.sojourn.redis.layout.JsonLayout;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.StringLayout;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The layouts by their names. */
final class Layouts {

  /** On every server. */
  static final Set<LayoutName> WITHOUT_JSON = Set.of(LayoutName.HASH, LayoutName.STRING);

  /** On a server that has the JSON type. */
  static final Set<LayoutName> ALL = Set.of(LayoutName.values());

  private Layouts() {}

  /** Those of a server, the one for new sessions first. */
  static List<Layout<?>> of(
      RedisSettings settings, Set<LayoutName> able, Dictionaries dictionaries) {
    LayoutName first = settings.layout();
    Stream<LayoutName> others = able.stream().filter(name -> name != first).sorted();
    return Stream.concat(Stream.of(first), others)
        .<Layout<?>>map(name -> layout(name, settings, settings.compressing(dictionaries)))
        .toList();
  }

  private static Layout<?> layout(
      LayoutName name, RedisSettings settings, Compression compression) {
    return switch (name) {
      case HASH -> new HashLayout(settings.namings(), compression);
      case STRING ->
          new StringLayout(
              compression.isOn() ? settings.namings().packed() : settings.namings(), compression);
      case JSON -> new JsonLayout(settings.namings());
    };
  }
}
