package dev.sojourn.redis;

import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.care.CareScripts;
import dev.sojourn.redis.layout.Compression;
import dev.sojourn.redis.layout.Dictionaries;
import dev.sojourn.redis.layout.HashLayout;
import dev.sojourn.redis.layout.JsonLayout;
import dev.sojourn.redis.layout.Layout;
import dev.sojourn.redis.layout.LayoutScripts;
import dev.sojourn.redis.layout.Namings;
import dev.sojourn.redis.layout.StringLayout;
import dev.sojourn.redis.script.Script;
import dev.sojourn.testkit.RedisServer;
import dev.sojourn.testkit.RespClient;
import java.util.List;
import java.util.stream.Stream;

/** Every script that there is. */
final class AllScripts {

  private AllScripts() {}

  static List<Script> all() {
    return Stream.of(
            Stream.of(Scripts.REVOKE, Scripts.REVOKE_ALL, Scripts.STAMP, Scripts.PRUNE),
            Stream.of(Scripts.PROBE, Scripts.PROBE_JSON, Scripts.PROBE_MIGRATE),
            moves(),
            of(new JsonLayout(Namings.READABLE).scripts()),
            CareScripts.all().stream(),
            of(new HashLayout(Namings.READABLE, Compression.OFF).scripts()),
            of(new StringLayout(Namings.READABLE, Compression.OFF).scripts()))
        .flatMap(scripts -> scripts)
        .toList();
  }

  /** The server loads them, as one does that has been in use. */
  static void teach(RedisServer server) {
    try (RespClient client = server.connect()) {
      all().forEach(script -> client.call("SCRIPT", "LOAD", script.text()));
    }
  }

  private static Stream<Script> moves() {
    List<Layout<?>> layouts =
        Layouts.of(
            RedisSettings.of("").withLayout(LayoutName.HASH), Layouts.ALL, Dictionaries.NONE);
    return layouts.stream().flatMap(to -> layouts.stream().map(to::moveFrom));
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
        scripts.update(),
        scripts.probeMemory());
  }
}
