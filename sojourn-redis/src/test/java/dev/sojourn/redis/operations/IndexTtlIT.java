package dev.sojourn.redis.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Timeouts;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules 9 and 10: the index outlives every session in it, and a lost index is rebuilt. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#plain")
final class IndexTtlIT extends OnRedis {

  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;

  /** Longer than a test takes. */
  private static final long SLACK = 20_000;

  private final String index = keys.index("ada");

  IndexTtlIT(Setup setup) {
    super(setup);
  }

  /** {@code PEXPIRE … GT} alone never sets a first TTL. */
  @Test
  void theFirstSessionGivesItsIndexATtl() {
    in(HOUR);
    assertIndexLivesFor(HOUR);
  }

  /** With the TTL of the newest session alone, the long one would outlive its index. */
  @Test
  void aShortSessionAfterALongOneLeavesTheIndexItsTtl() {
    in(HOUR);
    in(MINUTE);
    assertIndexLivesFor(HOUR);
  }

  @Test
  void aLongSessionAfterAShortOneLengthensTheIndex() {
    in(MINUTE);
    in(HOUR);
    assertIndexLivesFor(HOUR);
  }

  @Test
  void aLoginLengthensTheIndexAndNeverShortensIt() {
    in(MINUTE);
    in(HOUR).logIn("ada");
    assertIndexLivesFor(HOUR);
    in(MINUTE).logIn("ada");
    assertIndexLivesFor(HOUR);
  }

  @Test
  void aLoginGivesTheFirstIndexATtl() {
    Sample.anonymous().timeouts(lasting(HOUR)).in(store).logIn("ada");
    assertIndexLivesFor(HOUR);
  }

  /** The TTL covers the rest of the session's life. */
  @Test
  void aTouchLeavesTheIndexWithTheLongestDeadline() {
    in(HOUR);
    TestClient client = in(20 * MINUTE);
    touch(client, 2 * MINUTE);
    assertIndexLivesFor(HOUR);
    redis.expireIn(index, MINUTE);
    touch(client, 2 * MINUTE);
    assertIndexLivesFor(16 * MINUTE);
  }

  @Test
  void aLostIndexIsWholeAfterOneTouchOfEach() {
    List<TestClient> clients = List.of(in(HOUR), in(20 * MINUTE));
    redis.at(index).call("DEL", index);
    clients.forEach(client -> touch(client, 5 * MINUTE));

    assertThat(ids("ada"))
        .containsExactlyInAnyOrderElementsOf(clients.stream().map(TestClient::id).toList());
    assertIndexLivesFor(HOUR - 5 * MINUTE);
    assertThat(revokeAll("ada")).isEqualTo(2);
  }

  @Test
  void anIdThatIsMissingInItsIndexIsEnteredByATouch() {
    TestClient client = in(HOUR);
    TestClient other = in(HOUR);
    redis.at(index).call("SREM", index, client.id().value());
    touch(client, 5 * MINUTE);

    assertThat(ids("ada")).containsExactlyInAnyOrder(client.id(), other.id());
  }

  @Test
  void anIndexOfAnotherTypeBeginsAnewWithATouch() {
    TestClient client = in(HOUR);
    spoilIndex();
    touch(client, 5 * MINUTE);

    assertThat(redis.members(index)).containsExactly(client.id().value());
    assertIndexLivesFor(HOUR - 5 * MINUTE);
  }

  @Test
  void anIndexOfAnotherTypeBeginsAnewWithALogin() {
    spoilIndex();
    TestClient client = in(HOUR);
    assertThat(redis.members(index)).containsExactly(client.id().value());
    spoilIndex();
    TestClient renewed = client.logIn("ada");
    assertThat(redis.members(index)).containsExactly(renewed.id().value());
    assertIndexLivesFor(HOUR);
  }

  /** In this order no reader finds a session outside its index, or a key without a TTL. */
  @Test
  void aCreationWritesTheIndexThenItsTtlThenTheRecord() {
    try (CommandMonitor monitor = monitor(index)) {
      TestClient client = in(HOUR);
      List<String> writes =
          monitor.commands().stream()
              .filter(MonitoredCommand::isFromScript)
              .filter(command -> !List.of("EXISTS", "TIME").contains(command.name()))
              .map(command -> command.name() + " " + command.words().get(1))
              .toList();

      assertThat(writes)
          .startsWith("SADD " + index, "PEXPIRE " + index)
          .last()
          .isIn("SET " + key(client), "PEXPIRE " + key(client));
      assertThat(writes.subList(2, writes.size())).allMatch(write -> write.endsWith(key(client)));
    }
  }

  @Test
  void noKeyOutlivesTheAbsoluteTimeout() {
    TestClient client = in(HOUR);
    touch(client.rotated(), 10 * MINUTE);
    client.put("cart", "full");
    TestClient renewed = client.logIn("ada");

    for (String key : List.of(index, key(renewed))) {
      assertThat(redis.ttl(key)).as(key).isBetween(1L, HOUR);
    }
  }

  /** A new session with that absolute timeout. */
  private TestClient in(long absoluteMillis) {
    return Sample.of("ada").timeouts(lasting(absoluteMillis)).in(store);
  }

  private static Timeouts lasting(long millis) {
    return new Timeouts(Duration.ofMillis(millis / 2), Duration.ofMillis(millis));
  }

  private void spoilIndex() {
    redis.at(index).call("SET", index, "no index", "PX", "" + HOUR);
  }

  private void assertIndexLivesFor(long millis) {
    assertThat(redis.ttl(index)).isBetween(millis - SLACK, millis);
  }
}
