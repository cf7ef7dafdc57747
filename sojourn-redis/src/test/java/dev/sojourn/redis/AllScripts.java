package dev.sojourn.redis;

import dev.sojourn.redis.layout.HashLayout;
import dev.sojourn.redis.layout.LayoutScripts;
import dev.sojourn.redis.layout.StringLayout;
import dev.sojourn.redis.script.Script;
import java.util.List;
import java.util.stream.Stream;

/** Every script that there is. */
final class AllScripts {

  private AllScripts() {}

  static List<Script> all() {
    return Stream.of(
            Stream.of(Scripts.REVOKE, Scripts.REVOKE_ALL, Scripts.PRUNE, Scripts.PROBE),
            of(new HashLayout().scripts()),
            of(new StringLayout().scripts()))
        .flatMap(scripts -> scripts)
        .toList();
  }

  private static Stream<Script> of(LayoutScripts scripts) {
    return Stream.of(
        scripts.create(),
        scripts.createWithin(),
        scripts.touch(),
        scripts.prove(),
        scripts.rotate(),
        scripts.authenticate(),
        scripts.leave(),
        scripts.update());
  }
}
