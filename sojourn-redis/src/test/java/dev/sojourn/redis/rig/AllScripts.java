package dev.sojourn.redis.rig;

import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.layout.Compression;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.HashLayout;
import dev.sojourn.redis.internal.layout.JsonLayout;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.LayoutScripts;
import dev.sojourn.redis.internal.layout.Namings;
import dev.sojourn.redis.internal.layout.StringLayout;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import dev.sojourn.redis.internal.maintenance.MaintenanceScripts;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.internal.script.Script;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.RedisServer;
import java.util.List;
import java.util.stream.Stream;

/** Every script. */
public final class AllScripts {

  private AllScripts() {}

  public static List<Script> all() {
    return Stream.of(
            Stream.of(
                OperationScripts.REVOKE,
                OperationScripts.REVOKE_ALL,
                OperationScripts.STAMP,
                OperationScripts.PRUNE),
            Stream.of(
                OperationScripts.PROBE,
                OperationScripts.PROBE_JSON,
                OperationScripts.PROBE_MIGRATE),
            moves(),
            of(new JsonLayout(Namings.READABLE).scripts()),
            MaintenanceScripts.all().stream(),
            of(new HashLayout(Namings.READABLE, Compression.OFF).scripts()),
            of(new StringLayout(Namings.READABLE, Compression.OFF).scripts()))
        .flatMap(scripts -> scripts)
        .toList();
  }

  /** Loads them into a server, as if it had been in use. */
  public static void teach(RedisServer server) {
    try (RespClient client = server.connect()) {
      all().forEach(script -> client.call("SCRIPT", "LOAD", script.text()));
    }
  }

  private static Stream<Script> moves() {
    List<Layout<?>> layouts =
        LayoutSet.of(
            RedisSettings.of("").withLayout(LayoutName.HASH), LayoutSet.ALL, Dictionaries.NONE);
    return layouts.stream().flatMap(to -> layouts.stream().map(to::moveFrom));
  }

  private static Stream<Script> of(LayoutScripts scripts) {
    return Stream.of(
        scripts.create(),
        scripts.createWithin(),
        scripts.touch(),
        scripts.prove(),
        scripts.rotate(),
        scripts.login(),
        scripts.join(),
        scripts.logout(),
        scripts.leave(),
        scripts.update(),
        scripts.probeMemory());
  }
}
