package dev.sojourn.server.internal.service;

import static dev.sojourn.server.internal.api.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.NewSession;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.RedisServers;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.server.internal.api.Caller;
import dev.sojourn.server.internal.api.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The maintenance commands, and the sweeps and statistics of a service, in separate processes. */
@Timeout(120)
final class MaintenanceProcessIT {

  private static final String KEY = "key-of-the-test";

  @TempDir private Path directory;

  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServers.start(ServerKind.any());
    redis.call("SADD", "user:ada:sessions", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAQ");
    redis.call("PEXPIRE", "user:ada:sessions", "600000");
    redis.call("SET", "session:AAAAAAAAAAAAAAAAAAAAAQ", "x", "PX", "600000");
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void theCommandSweeps() throws Exception {
    assertThat(run(0, redis.maintenanceUri(), "sweep", "--dry-run").out())
        .matches("dry run, done: 1 users, 1 stale ids, 0 removed, \\d+\\.\\d s\n");
    assertThat(redis.call("SCARD", "user:ada:sessions")).isEqualTo(2L);
    ServiceProcess swept = run(0, redis.maintenanceUri(), "sweep");
    assertThat(swept.out()).matches("done: 1 users, 1 stale ids, 1 removed, \\d+\\.\\d s\n");
    assertThat(swept.err()).isEmpty();
    assertThat(redis.call("SCARD", "user:ada:sessions")).isEqualTo(1L);
  }

  @Test
  void theCommandCounts() throws Exception {
    assertThat(
            run(0, redis.maintenanceUri(), "stats")
                .out()
                .lines()
                .map(line -> line.replaceAll(" +", " ")))
        .contains(
            "sessions 1",
            "users 1",
            "index entries 2",
            "keys 2",
            "near cache per server: GET /v1/stats on each",
            "last sweep none in the last week")
        .anyMatch(line -> line.matches("time left p50 \\d+ (min|s), p90 \\d+ (min|s)"));
  }

  @Test
  void theCommandMoves() throws Exception {
    redis.call("DEL", "session:AAAAAAAAAAAAAAAAAAAAAQ");
    String id;
    try (RedisSessions sessions = RedisSessions.connect(redis.userUri())) {
      id = sessions.sessions().create(NewSession.of("ada")).orElseThrow().session().id().value();
    }
    String[] dryRun = {"migrate", "--layout", "string", "--dry-run"};
    assertThat(run(0, redis.migrateUri(), dryRun).out())
        .startsWith("dry run, done: 1 to move to string, 0 already there, 0 ended,");
    assertThat(redis.call("TYPE", "session:" + id)).isEqualTo("hash");
    assertThat(run(0, redis.migrateUri(), "migrate", "--layout", "string").out())
        .matches(
            "done: 1 moved to string, 0 already there, 0 ended, 0 unreadable, 0 busy,"
                + " \\d+\\.\\d s\n");
    assertThat(redis.call("TYPE", "session:" + id)).isEqualTo("string");
    assertThat(run(0, redis.migrateUri(), "migrate", "--layout", "string").out())
        .startsWith("done: 0 moved to string, 1 already there,");
  }

  @Test
  void theCommandMovesToANamingToo() throws Exception {
    redis.call("DEL", "session:AAAAAAAAAAAAAAAAAAAAAQ");
    try (RedisSessions sessions = RedisSessions.connect(redis.userUri())) {
      String id =
          sessions.sessions().create(NewSession.of("ada")).orElseThrow().session().id().value();
      String[] compact = {"migrate", "--layout", "hash", "--naming", "compact", "--compress"};
      assertThat(run(0, redis.migrateUri(), compact).out())
          .startsWith("done: 1 moved to hash_compact_deflate, 0 already there,");
      assertThat(redis.call("HGET", "session:" + id, "u")).isEqualTo("ada");
      assertThat(run(0, redis.migrateUri(), compact).out())
          .startsWith("done: 0 moved to hash_compact_deflate, 1 already there,");
    }
  }

  @Test
  void theCommandTrainsADictionary() throws Exception {
    redis.call("DEL", "session:AAAAAAAAAAAAAAAAAAAAAQ");
    String[] train = {"dictionary", "train", "--layout", "string", "--naming", "compact"};
    try (RedisSessions sessions = RedisSessions.connect(redis.userUri())) {
      for (int i = 0; i < 40; i++) {
        NewSession session = NewSession.of("user" + i).with("theme", "dark").with("plan", "pro");
        sessions.sessions().create(session.with("locale", "de-DE").with("role", "admin"));
      }
    }
    assertThat(run(0, redis.migrateUri(), train).out())
        .matches(
            """
            looked at 40 sessions in layout hash, as layout string
            dictionary [\\w-]{8} of \\d+ bytes, trained on 40 sessions of 40 users
            average of other sessions: \\d+ bytes, deflated \\d+, with this dictionary \\d+
            nothing was written; --use puts it to use
            """);
    assertThat(redis.call("EXISTS", "dictionary:current")).isEqualTo(0L);
    String used =
        run(
                0,
                redis.migrateUri(),
                "dictionary",
                "train",
                "--layout=string",
                "--naming=compact",
                "--use")
            .out();
    assertThat(used).endsWith("it is in use: servers that compress load it within a minute\n");
    assertThat(used).contains("dictionary " + redis.call("GET", "dictionary:current") + " of");
  }

  @Test
  void theCommandTrainsForTheLayoutThatIsThere() throws Exception {
    redis.call("DEL", "session:AAAAAAAAAAAAAAAAAAAAAQ");
    RedisSettings string = RedisSettings.of(redis.userUri()).withLayout(LayoutName.STRING);
    try (RedisSessions sessions = RedisSessions.connect(string)) {
      sessions.sessions().create(NewSession.of("ada"));
      assertThat(run(1, redis.migrateUri(), "dictionary", "train").err())
          .isEqualTo(
              "sojourn: the sessions of several users have too little in common;"
                  + " looked at 1 sessions in layout string, as layout string\n");
      for (int i = 0; i < 40; i++) {
        NewSession session = NewSession.of("user" + i).with("theme", "dark").with("plan", "pro");
        sessions.sessions().create(session.with("locale", "de-DE").with("role", "admin"));
      }
    }
    assertThat(run(0, redis.migrateUri(), "dictionary", "train").out())
        .startsWith("looked at 41 sessions in layout string, as layout string\ndictionary ");
  }

  @Test
  void aCommandThatFindsNothingSaysWhereItLooked() throws Exception {
    for (String command :
        List.of("stats", "sweep", "migrate --layout=string", "advise --watch=1ms")) {
      String[] words = (command + " --namespace=other").split(" ", -1);
      assertThat(run(0, redis.adminUri(), words).err())
          .as(command)
          .endsWith("no sessions found: --namespace and --keyspace must be those of the servers\n");
    }
    assertThat(run(1, redis.adminUri(), "dictionary", "train", "--namespace=other").err())
        .startsWith("sojourn: no sessions found: --namespace");
  }

  @Test
  void theCommandThatTrainsSaysWhatIsWrong() throws Exception {
    assertThat(run(2, redis.migrateUri(), "dictionary").err())
        .isEqualTo("sojourn: no subcommand given, for example: sojourn dictionary train\n");
    assertThat(run(2, redis.migrateUri(), "dictionary", "train", "--layout", "json").err())
        .startsWith("sojourn: layout json is never compressed");
    assertThat(run(1, redis.userUri(), "dictionary", "train").err())
        .startsWith("sojourn: the Redis user lacks the right for SCAN");
  }

  @Test
  void theCommandAdvises() throws Exception {
    redis.call("DEL", "session:AAAAAAAAAAAAAAAAAAAAAQ");
    try (RedisSessions sessions = RedisSessions.connect(redis.userUri())) {
      sessions.sessions().create(NewSession.of("ada"));
    }
    ServiceProcess advised = run(0, redis.migrateUri(), "advise", "--watch", "10ms");
    assertThat(advised.err()).startsWith("found 1 sessions\nmeasuring layout hash\n");
    assertThat(advised.out().lines())
        .contains("1 sessions sampled: 1 hash")
        .anyMatch(line -> line.matches("string, compact, compressed +\\d+ +\\d+ +\\d+ +\\d+ MB"))
        .anyMatch(line -> line.startsWith("advice: --layout string"))
        .anyMatch(line -> line.matches("it saves \\d+ bytes per session, \\d+ MB at 1 M sessions"));
    assertThat(run(2, redis.migrateUri(), "advise", "--sample", "0").err())
        .isEqualTo("sojourn: --sample: must be 1 to 100000 sessions\n");
    assertThat(run(2, redis.migrateUri(), "advise", "--watch", "200000000d").err())
        .isEqualTo("sojourn: --watch: must be at most 1h, like 10m\n");
  }

  @Test
  void theCommandThatMovesSaysWhatIsWrong() throws Exception {
    assertThat(run(2, redis.migrateUri(), "migrate").err())
        .isEqualTo("sojourn: no layout given: --layout hash, string or json\n");
    assertThat(run(1, redis.migrateUri(), "migrate", "--layout", "json").err())
        .startsWith("sojourn: this server has no JSON type");
    redis.call("SET", "migrate:lease", "1:another", "PX", "60000");
    assertThat(run(1, redis.migrateUri(), "migrate", "--layout", "hash").err())
        .isEqualTo("sojourn: a migration is already running, here or on another server\n");
  }

  @Test
  void whileAnotherSweepsTheCommandSaysSo() throws Exception {
    redis.call("SET", "sweep:lease", "1:another", "PX", "60000");
    assertThat(run(1, redis.maintenanceUri(), "sweep").err())
        .isEqualTo(
            "sojourn: a sweep is already running, here or on another server; see sojourn stats\n");
  }

  @Test
  void withoutTheRightTheCommandsSaySo() throws Exception {
    for (String command : new String[] {"sweep", "stats"}) {
      assertThat(run(1, redis.userUri(), command).err())
          .isEqualTo(
              "sojourn: the Redis user lacks the right for SCAN, which sweeps and statistics need;"
                  + " docs/storage.md has a user for them\n");
    }
  }

  @Test
  void withoutTheRightTheServiceSaysSoAndServes() throws Exception {
    try (ServiceProcess service = serve(Map.of("SOJOURN_SWEEP", "02:00-05:00 Europe/Berlin"))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(service.err())
                      .contains("sweeping once a day within 02:00-05:00 Europe")
                      .containsOnlyOnce(
                          "cannot sweep, but sessions are served: the Redis user lacks"));
      assertProblem(caller(service).get("/v1/stats"), 501, "maintenance-not-allowed");
      assertThat(caller(service).post("/v1/sessions", "{}").status()).isEqualTo(201);
      assertThat(service.stop()).isZero();
    }
  }

  @Test
  void theServiceSweepsAsAUserOfItsOwn() throws Exception {
    try (ServiceProcess service =
        serve(Map.of("SOJOURN_MAINTENANCE_REDIS", redis.maintenanceUri()))) {
      Caller caller = caller(service);
      assertThat(caller.post("/v1/sweeps", "{}").status()).isEqualTo(202);
      await().until(() -> caller.get("/v1/sweeps/latest").at("/state").equals("done"));
      assertThat(caller.get("/v1/sweeps/latest").at("/removed")).isEqualTo("1");
      assertThat(caller.get("/v1/stats").at("/sessions")).isEqualTo("1");
      assertThat(service.err()).contains("sweep finished").doesNotContain(redis.maintenanceUri());
      assertThat(service.stop()).isZero();
    }
  }

  private ServiceProcess run(int status, String uri, String... command) throws Exception {
    try (ServiceProcess process =
        ServiceProcess.launch(directory, Map.of("SOJOURN_REDIS", uri), command)) {
      assertThat(process.exitStatus()).as(process.err()).isEqualTo(status);
      return process;
    }
  }

  private ServiceProcess serve(Map<String, String> more) throws IOException {
    Path keys = KeyFile.in(directory, "app,operator", KEY);
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SOJOURN_REDIS", redis.userUri());
    environment.put("SOJOURN_KEYS_FILE", keys.toString());
    environment.put("SOJOURN_LISTEN", "127.0.0.1:0");
    environment.put(
        "JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=logback.xml"); // not the tests'
    return ServiceProcess.launch(directory, environment, "serve").awaitListening();
  }

  private static Caller caller(ServiceProcess service) {
    return new Caller(service.port(), Optional.of(KEY));
  }
}
