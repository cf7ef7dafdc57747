package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.sojourn.NewSession;
import dev.sojourn.SessionId;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.KeyspaceName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.operation.OperationScripts;
import dev.sojourn.redis.internal.startup.ConnectionFactory;
import dev.sojourn.redis.internal.startup.ServerCheck;
import dev.sojourn.redis.rig.AclFile;
import dev.sojourn.redis.rig.FakeServer;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.redis.rig.RoundOfVerbs;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.fault.FaultProxy;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.Invariants;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisCluster;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An unsuitable server is refused at startup, with one sentence that says what to do and contains
 * no password (FT30, J5).
 */
@EachServer
class ServerCheckIT {

  private static final String CANARY = "canary-password-8d2f";
  private static final String USER = "operator";
  private static final Duration A_FEW_SECONDS = Duration.ofSeconds(8);

  /**
   * Commands that the check does not try: those that everybody may run, those that may fail while
   * connecting, those of a Cluster, and those of a later subscription.
   */
  private static final List<String> NOT_CHECKED =
      List.of(
          "HELLO",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "CLIENT|SETNAME",
          "CLIENT|SETINFO",
          "CLUSTER|NODES",
          "CLUSTER|MYID",
          "ASKING",
          "INFO");

  private final ServerKind kind;
  private final RedisServer server;
  private final LogCapture log = new LogCapture(Level.INFO);

  ServerCheckIT(ServerKind kind) {
    this.kind = kind;
    this.server = SharedServers.fresh(kind);
  }

  /** No test writes a password to the log. */
  @AfterEach
  void end() {
    log.close();
    server.call("ACL", "DELUSER", USER);
    assertThat(log.text()).doesNotContain(CANARY);
    Invariants.of(server).noConnectionIsLeft();
  }

  @Test
  void aWrongPassword() {
    assertThat(refusal(uri("default", CANARY)))
        .isEqualTo("Redis refuses the user name or password");
    assertThat(refusal(uri(USER, CANARY))).isEqualTo("Redis refuses the user name or password");
  }

  @Test
  void noPassword() {
    assertThat(refusal("redis://127.0.0.1:" + server.port()))
        .isEqualTo("Redis asks for a password; put it into the URI: redis://user:password@…");
  }

  static Stream<String> rights() {
    return AclFile.rights().filter(right -> !NOT_CHECKED.contains(right)).distinct();
  }

  @ParameterizedTest
  @MethodSource("rights")
  void aMissingRightForACommand(String right) {
    grant("~*", "&*", right);
    assertThat(refusal(uri(USER, CANARY)))
        .startsWith("the Redis user lacks the right for ")
        .containsAnyOf(right, "a command that connecting needs");
  }

  @Test
  void aRightThatIsNotCheckedMayBeMissing() {
    for (String right : NOT_CHECKED) {
      grant("~*", "&*", right);
      RedisSessions.connect(uri(USER, CANARY)).close();
    }
  }

  @Test
  void aMissingRightForTheChannel() {
    grant("~*", "resetchannels", "");
    assertThat(refusal(uri(USER, CANARY)))
        .isEqualTo(
            "the Redis user lacks the right for PUBLISH on Sojourn's keys and channel;"
                + " docs/storage.md has the rights it needs");
  }

  @ParameterizedTest
  @CsvSource({"~session:*", "~user:*", "~test:*", "~[su]*"})
  void aMissingRightForSomeKeys(String keys) {
    grant(keys, "&*", "");
    assertThat(refusal(uri(USER, CANARY)))
        .startsWith("the Redis user lacks the right for ")
        .endsWith(" on Sojourn's keys and channel; docs/storage.md has the rights it needs");
  }

  @Test
  void aClusterWithKeyspacePlain() {
    RedisCluster cluster = SharedServers.cluster(kind);
    String message =
        "this server is a Cluster, which needs keyspace 'slotted' and a URI redis-cluster://…";
    assertThat(refusal(cluster.userUri())).isEqualTo(message);
    assertThat(refusal(cluster.nodes().get(0).userUri())).isEqualTo(message);
  }

  @Test
  void aClusterThatIsTakenForOneServer() {
    String node = SharedServers.cluster(kind).nodes().get(0).userUri();
    assertThat(refusal(RedisSettings.of(node).withKeyspace(KeyspaceName.SLOTTED)))
        .isEqualTo("this server is a Cluster, which needs a URI redis-cluster://host:port,…");
  }

  @Test
  void oneServerThatIsTakenForACluster() {
    assertThat(clusterRefusal(server.adminUri()))
        .isEqualTo("this server is no Cluster, so its URI must be redis:// or rediss://");
    assertThat(clusterRefusal(server.userUri()))
        .isEqualTo(
            "the Redis user lacks the right for CLUSTER NODES, which a Cluster needs; is this"
                + " server one?");
  }

  @Test
  void aClusterWithAWrongPassword() {
    int port = SharedServers.cluster(kind).nodes().get(0).port();
    assertThat(clusterRefusal("redis://default:" + CANARY + "@127.0.0.1:" + port))
        .isEqualTo("Redis refuses the user name or password");
  }

  private static String clusterRefusal(String uri) {
    return refusal(
        RedisSettings.of(uri.replace("redis://", "redis-cluster://"))
            .withKeyspace(KeyspaceName.SLOTTED));
  }

  @Test
  void aServerWithoutTheJsonTypeIsRefusedForLayoutJson() {
    assertThat(refusal(RedisSettings.of(server.userUri()).withLayout(LayoutName.JSON)))
        .isEqualTo(
            "this server has no JSON type, which layout 'json' needs: Redis 8, Redis Stack, or the"
                + " module");
  }

  /** Simulated by a server that has none of them. */
  @Test
  void aCommandThatTheJsonTypeLacksIsNoMissingRight() {
    List<String> reply = new ArrayList<>();
    try (RespClient user = server.connect()) {
      user.texts("EVAL", OperationScripts.PROBE_JSON.text(), "1", "session:nobody")
          .forEach(reply::add);
    }
    assertThat(reply).hasSize(9).startsWith("unknown", "JSON.SET").contains("JSON.MERGE");
    assertThat(ServerCheck.jsonFailure(List.of("unknown", "JSON.MERGE")))
        .isEqualTo(
            "the JSON type of this server has no JSON.MERGE, which layout 'json' needs: RedisJSON"
                + " 2.6, or newer");
  }

  /** Not even a failing command is sent, whatever type a key has. */
  @Test
  void aServerWithoutTheJsonTypeIsNeverAskedForIt() {
    RedisSettings settings = RedisSettings.of(server.userUri());
    server.call("CONFIG", "RESETSTAT");
    new Connections(
            settings.commandTimeout(),
            settings.requestQueue(),
            ConnectionFactory.maxReplyAge(settings))
        .open(settings.uri(), null)
        .toCompletableFuture()
        .join()
        .close();
    String errorsOfConnecting = errors();
    server.call("CONFIG", "RESETSTAT");
    try (CommandMonitor monitor = CommandMonitor.of(server);
        RedisSessions redis = RedisSessions.connect(settings)) {
      RoundOfVerbs.ofAllVerbs(redis.sessions(), "ada");
      SessionId id = redis.sessions().create(NewSession.of("ada")).orElseThrow().session().id();
      server.call("DEL", Keys.of(id));
      server.call("RPUSH", Keys.of(id), "no session");
      assertThat(redis.sessions().peek(id)).isEmpty();
      server.call("DEL", Keys.of(id));

      assertThat(monitor.commands())
          .extracting(MonitoredCommand::name)
          .noneMatch(name -> name.startsWith("JSON."));
    }
    assertThat(errors()).isEqualTo(errorsOfConnecting);
  }

  /** The count of errors without a code of their own, such as those for unknown commands. */
  private String errors() {
    return String.valueOf(server.call("INFO", "errorstats"))
        .lines()
        .filter(line -> line.startsWith("errorstat_ERR"))
        .collect(Collectors.joining());
  }

  @Test
  void aServerThatIsDown() {
    FaultProxy proxy = FaultProxy.before(server);
    String uri = proxy.userUri();
    proxy.close();
    assertThat(refusal(uri))
        .isEqualTo("Redis cannot be reached; is it running, and is the URI right?");
  }

  /** A process that has just started may lose its first connection; it must not give up. */
  @Test
  void aConnectionThatBreaksAsItIsOpenedIsMadeAgain() {
    try (FaultProxy proxy = FaultProxy.before(server)) {
      proxy.all(new Fault.DropReply("PING"));
      try (RedisSessions sessions = RedisSessions.connect(proxy.userUri())) {
        assertThat(sessions.sessions().list("ada")).isEmpty();
      }
      assertThat(proxy.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothing() {
    try (FaultProxy proxy = FaultProxy.before(server)) {
      proxy.all(new Fault.BlackHole());
      assertThat(refusal(proxy.userUri()))
          .isEqualTo("Redis cannot be reached; is it running, and is the URI right?");
    }
  }

  @Test
  void aHostThatIsNotKnown() {
    assertThat(refusal("redis://sojourn:" + CANARY + "@no-such-host.invalid:6379"))
        .isEqualTo("Redis cannot be reached; is it running, and is the URI right?");
  }

  @ParameterizedTest
  @CsvSource({"redis, 6.2.14, Redis 6.2.14", "valkey, 7.0.15, Valkey 7.0.15"})
  void anOldServer(String name, String version, String product) {
    try (FakeServer old = FakeServer.of(name, version)) {
      assertThat(refusal(old.uri()))
          .isEqualTo(product + " is too old: Sojourn needs Redis 7.0 or Valkey 7.2, or newer");
    }
  }

  /** Grants all documented rights but one. */
  private void grant(String keys, String channels, String missing) {
    Stream<String> rights =
        AclFile.rights()
            .filter(right -> !right.equals(missing))
            .filter(this::isKnown)
            .map(right -> "+" + right);
    Stream<String> rules =
        Stream.of("ACL", "SETUSER", USER, "reset", "on", ">" + CANARY, keys, channels, "-@all");
    server.call(Stream.concat(rules, rights).toArray(String[]::new));
  }

  private boolean isKnown(String right) {
    return !right.equals("CLIENT|SETINFO") || !kind.id().startsWith("redis");
  }

  private String uri(String user, String password) {
    return "redis://" + user + ":" + password + "@127.0.0.1:" + server.port();
  }

  private static String refusal(String uri) {
    return refusal(RedisSettings.of(uri));
  }

  /** The message; it arrives within a few seconds, and its stack trace contains no password. */
  private static String refusal(RedisSettings settings) {
    long start = System.nanoTime();
    Throwable refused = catchThrowable(() -> RedisSessions.connect(settings).close());
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(refused).isInstanceOf(StoreUnavailable.class);
    assertThat(took).isLessThan(A_FEW_SECONDS);
    StringWriter trace = new StringWriter();
    refused.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(CANARY, password(settings.uri()));
    return refused.getMessage();
  }

  private static String password(String uri) {
    String login = uri.replaceAll(".*://|@.*", "");
    return login.contains(":") && uri.contains("@")
        ? login.substring(login.indexOf(':') + 1)
        : CANARY;
  }
}
