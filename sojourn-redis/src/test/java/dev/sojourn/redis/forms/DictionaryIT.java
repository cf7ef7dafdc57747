package dev.sojourn.redis.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.sojourn.EncodedValue;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.internal.connection.Connections;
import dev.sojourn.redis.internal.connection.RedisConnection;
import dev.sojourn.redis.internal.layout.Dictionary;
import dev.sojourn.redis.internal.lookup.DictionaryStore;
import dev.sojourn.redis.rig.LogCapture;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.monitor.CommandMonitor;
import dev.sojourn.rig.monitor.MonitoredCommand;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions compressed with dictionaries, in a fleet whose servers load them at different times. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#withDictionaries")
final class DictionaryIT extends OnRedis {

  private static final String CART =
      "{\"items\":[{\"sku\":\"A-1\",\"quantity\":2,\"currency\":\"EUR\",\"gift\":false}],\"coupon\":null}";
  private static final Dictionary ONE = new Dictionary(CART.getBytes(UTF_8));
  private static final Dictionary OTHER =
      new Dictionary(CART.replace("EUR", "USD").getBytes(UTF_8));

  private static int servers;

  DictionaryIT(Setup setup) {
    super(setup);
  }

  @Test
  void whatManySessionsHaveIsReferredTo() {
    SessionStore without = server();
    put(ONE);
    TestClient plain = cart(without);
    TestClient client = cart(server());
    assertThat(stored(client)).contains(named(ONE)).doesNotContain("quantity");
    assertThat(stored(plain)).doesNotContain(named(ONE));
    assertThat(stored(client).length()).isLessThan(stored(plain).length() - 20);
    assertThat(cartOf(client)).isEqualTo(CART);
  }

  /** A server that does not compress too, and after a change too. */
  @Test
  void everyServerReadsAndChangesThem() {
    SessionStore none =
        fleet.store(
            "plain" + servers++, settings -> settings.withCompression(CompressionName.NONE));
    SessionStore early = server();
    put(ONE);
    TestClient client = cart(server());
    for (SessionStore store : List.of(none, early, server())) {
      TestClient there = client.at(store);
      assertThat(cartOf(there)).isEqualTo(CART);
      assertThat(there.put("note", "x")).isPresent();
      assertThat(there.text("note")).contains("x");
      assertThat(cartOf(client)).isEqualTo(CART);
      assertThat(there.logIn("ada").record().attributes()).containsKey("cart");
      client = cart(server());
    }
  }

  @Test
  void oneIsFetchedOnceAndNotForEachSession() {
    SessionStore early = server();
    put(ONE);
    SessionStore late = server();
    List<TestClient> visits = List.of(cart(late), cart(late), cart(late));
    try (CommandMonitor monitor = monitor(keys.dictionary(ONE.id()))) {
      for (TestClient client : visits) {
        TestClient there = client.at(early);
        assertThat(cartOf(there)).isEqualTo(CART);
        assertOpens(there);
        assertThat(there.change(SessionDelta.of(Map.of("b", put("x"))))).isPresent();
      }
      assertThat(monitor.commands().stream().map(MonitoredCommand::words))
          .filteredOn(words -> words.contains(keys.dictionary(ONE.id())))
          .filteredOn(words -> words.get(0).equalsIgnoreCase("GETRANGE"))
          .hasSize(1);
    }
  }

  @Test
  void sessionsOfAnOldOneGoOnBesideThoseOfANewOne() {
    put(ONE);
    SessionStore before = server();
    TestClient old = cart(before);
    put(OTHER);
    SessionStore after = server();
    TestClient young = cart(after);
    assertThat(stored(old)).contains(named(ONE));
    assertThat(stored(young)).contains(named(OTHER));
    for (SessionStore either : List.of(before, after, server())) {
      for (TestClient client : List.of(old, young)) {
        assertThat(cartOf(client.at(either))).isEqualTo(CART);
      }
    }
  }

  /** In a hash each value has its own dictionary. */
  @Test
  void aSessionMayReferToMoreThanOne() {
    put(ONE);
    TestClient client = cart(server());
    put(OTHER);
    TestClient there = new TestClient(server(), client.id(), client.secret());
    assertThat(there.change(SessionDelta.of(Map.of("other", new Put(EncodedValue.json(CART))))))
        .isPresent();
    TestClient fresh = new TestClient(server(), client.id(), client.secret());
    assertThat(fresh.record().attributes().get("other")).isEqualTo(EncodedValue.json(CART));
    assertThat(cartOf(fresh)).isEqualTo(CART);
  }

  /** FT21. */
  @Test
  void anUnknownOneIsOneErrorOfThatSessionAndLosesNothing() {
    put(ONE);
    TestClient client = cart(server());
    TestClient other = Sample.of("ada").with("role", "admin").in(store);
    String image = redis.image(key(client));
    for (byte[] lying : List.of(new byte[0], OTHER.bytes(), new byte[100_000])) {
      drop(ONE);
      if (lying.length > 0) {
        lay(keys.dictionary(ONE.id()), lying);
      }
      assertIsRefusedAndLeft(client, other, image);
    }
    redis.at(keys.dictionary(ONE.id())).call("DEL", keys.dictionary(ONE.id()));
    redis.at(keys.dictionary(ONE.id())).call("SADD", keys.dictionary(ONE.id()), "x");
    redis.expireIn(keys.dictionary(ONE.id()), 60_000);
    assertIsRefusedAndLeft(client, other, image);

    drop(ONE);
    put(ONE);
    assertThat(cartOf(new TestClient(server(), client.id(), client.secret()))).isEqualTo(CART);
  }

  private void assertIsRefusedAndLeft(TestClient client, TestClient other, String image) {
    SessionStore fresh = server();
    TestClient there = client.at(fresh);
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(there.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
      assertThat(log.text())
          .contains(client.id().value(), "its dictionary " + ONE.id() + " is not known here");
    }
    assertThat(redis.image(key(client))).isEqualTo(image);
    assertOpens(other.at(fresh));
    assertThat(Await.of(fresh.list("ada"))).hasSize(1);
  }

  /** The session was not read before, so the dictionary is not known to be missing. */
  @Test
  void aChangeWithoutAReadIsRefusedToo() {
    put(ONE);
    TestClient client = cart(server());
    drop(ONE);
    String image = redis.image(key(client));
    for (SessionDelta delta : List.of(put("note", "x"), removing("note"), labelling("Tablet"))) {
      try (LogCapture log = new LogCapture(Level.WARN)) {
        assertThat(new TestClient(server(), client.id(), client.secret()).change(delta)).isEmpty();
        assertThat(log.text())
            .contains(client.id().value(), "its dictionary " + ONE.id() + " is not known here");
      }
      assertThat(redis.image(key(client))).isEqualTo(image);
    }
    put(ONE);
    TestClient there = new TestClient(server(), client.id(), client.secret());
    assertThat(there.change(put("note", "x"))).isPresent();
    assertThat(cartOf(there)).isEqualTo(CART);
  }

  private static SessionDelta put(String name, String text) {
    return SessionDelta.of(Map.of(name, put(text)));
  }

  private static SessionDelta removing(String name) {
    return SessionDelta.of(Map.of(name, new Remove()));
  }

  private static SessionDelta labelling(String label) {
    return new SessionDelta(Map.of(), Optional.of(label), Optional.empty());
  }

  @Test
  void aServerTakesTheNewOneAndLetsThoseLiveThatAreUsed() {
    put(ONE);
    try (RedisConnection connection = wire(setup.servingSettings().uri())) {
      DictionaryStore dictionaries = new DictionaryStore(connection, keys, Duration.ZERO);
      await().until(() -> dictionaries.current().map(Dictionary::id).equals(id(ONE)));
      redis.expireIn(keys.dictionary(ONE.id()), 60_000);
      await().until(() -> dictionaries.known(ONE.id()).isPresent() && lives(ONE));
      put(OTHER);
      await().until(() -> dictionaries.current().map(Dictionary::id).equals(id(OTHER)));
      drop(OTHER);
      redis.at(keys.currentDictionary()).call("DEL", keys.currentDictionary());
      await().until(() -> dictionaries.current().isEmpty());
      dictionaries.refresh().toCompletableFuture().join(); // no refresh is running any more
    }
  }

  private static Optional<String> id(Dictionary dictionary) {
    return Optional.of(dictionary.id());
  }

  private boolean lives(Dictionary dictionary) {
    return redis.ttl(keys.dictionary(dictionary.id())) > Timeouts.MOST.toMillis() - 60_000;
  }

  private static RedisConnection wire(String uri) {
    return new Connections(Duration.ofSeconds(5), 1_000, Duration.ofSeconds(2))
        .open(uri, null)
        .toCompletableFuture()
        .join();
  }

  private SessionStore server() {
    return fleet.store("server" + servers++, settings -> settings);
  }

  private TestClient cart(SessionStore server) {
    return Sample.of("ada").with(Map.of("cart", EncodedValue.json(CART))).in(server);
  }

  private static String cartOf(TestClient client) {
    return Objects.requireNonNull(client.record().attributes().get("cart")).text();
  }

  private static Put put(String text) {
    return new Put(EncodedValue.text(text));
  }

  private void put(Dictionary dictionary) {
    lay(keys.dictionary(dictionary.id()), dictionary.bytes());
    lay(keys.currentDictionary(), dictionary.id().getBytes(UTF_8));
  }

  private void lay(String key, byte[] bytes) {
    redis.at(key).callBytes(b("SET"), b(key), bytes, b("PX"), b("3600000"));
  }

  private void drop(Dictionary dictionary) {
    redis.at(keys.dictionary(dictionary.id())).call("DEL", keys.dictionary(dictionary.id()));
  }

  private String stored(TestClient client) {
    String key = key(client);
    Object bytes =
        redis.at(key).text("TYPE", key).equals("hash")
            ? redis.at(key).callBytes(b("HGET"), b(key), b(setup.isCompact() ? "x" : "cart"))
            : redis.at(key).callBytes(b("GET"), b(key));
    return new String((byte[]) bytes, ISO_8859_1);
  }

  /** The id as a value has it: text, or bytes behind a packed header. */
  private String named(Dictionary dictionary) {
    return setup.layout() == LayoutName.HASH
        ? "\2" + dictionary.id() + ":"
        : "\4" + new String(Base64.getUrlDecoder().decode(dictionary.id()), ISO_8859_1);
  }

  private static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }
}
