package dev.sojourn.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionDelta.Put;
import dev.sojourn.SessionDelta.Remove;
import dev.sojourn.Timeouts;
import dev.sojourn.redis.RedisSettings.CompressionName;
import dev.sojourn.redis.RedisSettings.LayoutName;
import dev.sojourn.redis.layout.Dictionary;
import dev.sojourn.redis.wire.Connections;
import dev.sojourn.redis.wire.Wire;
import dev.sojourn.spi.Accessed.Refusal;
import dev.sojourn.spi.Accessed.Refused;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Monitor;
import dev.sojourn.testkit.MonitoredCommand;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that refer to dictionaries, in a fleet whose servers meet them one after the other. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.Setups#withDictionaries")
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
    Visit plain = cart(without);
    Visit visit = cart(server());
    assertThat(stored(visit)).contains(named(ONE)).doesNotContain("quantity");
    assertThat(stored(plain)).doesNotContain(named(ONE));
    assertThat(stored(visit).length()).isLessThan(stored(plain).length() - 20);
    assertThat(cartOf(visit)).isEqualTo(CART);
  }

  /** Also a server that does not compress, also after a change. */
  @Test
  void everyServerReadsAndChangesThem() {
    SessionStore none =
        fleet.store(
            "plain" + servers++, settings -> settings.withCompression(CompressionName.NONE));
    SessionStore early = server();
    put(ONE);
    Visit visit = cart(server());
    for (SessionStore store : List.of(none, early, server())) {
      Visit there = visit.at(store);
      assertThat(cartOf(there)).isEqualTo(CART);
      assertThat(there.put("note", "x")).isPresent();
      assertThat(there.text("note")).contains("x");
      assertThat(cartOf(visit)).isEqualTo(CART);
      assertThat(there.logIn("ada").record().attributes()).containsKey("cart");
      visit = cart(server());
    }
  }

  @Test
  void oneIsFetchedOnceAndNotForEachSession() {
    SessionStore early = server();
    put(ONE);
    SessionStore late = server();
    List<Visit> visits = List.of(cart(late), cart(late), cart(late));
    try (Monitor monitor = monitor(keys.dictionary(ONE.id()))) {
      for (Visit visit : visits) {
        Visit there = visit.at(early);
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
    Visit old = cart(before);
    put(OTHER);
    SessionStore after = server();
    Visit young = cart(after);
    assertThat(stored(old)).contains(named(ONE));
    assertThat(stored(young)).contains(named(OTHER));
    for (SessionStore either : List.of(before, after, server())) {
      for (Visit visit : List.of(old, young)) {
        assertThat(cartOf(visit.at(either))).isEqualTo(CART);
      }
    }
  }

  /** A hash may have a value of each. */
  @Test
  void aSessionMayReferToMoreThanOne() {
    put(ONE);
    Visit visit = cart(server());
    put(OTHER);
    Visit there = new Visit(server(), visit.id(), visit.secret());
    assertThat(there.change(SessionDelta.of(Map.of("other", new Put(EncodedValue.json(CART))))))
        .isPresent();
    Visit fresh = new Visit(server(), visit.id(), visit.secret());
    assertThat(fresh.record().attributes().get("other")).isEqualTo(EncodedValue.json(CART));
    assertThat(cartOf(fresh)).isEqualTo(CART);
  }

  /** FT21. */
  @Test
  void anUnknownOneIsOneErrorOfThatSessionAndLosesNothing() {
    put(ONE);
    Visit visit = cart(server());
    Visit other = Sample.of("ada").with("role", "admin").in(store);
    String image = redis.image(key(visit));
    for (byte[] lying : List.of(new byte[0], OTHER.bytes(), new byte[100_000])) {
      drop(ONE);
      if (lying.length > 0) {
        lay(keys.dictionary(ONE.id()), lying);
      }
      assertIsRefusedAndLeft(visit, other, image);
    }
    redis.at(keys.dictionary(ONE.id())).call("DEL", keys.dictionary(ONE.id()));
    redis.at(keys.dictionary(ONE.id())).call("SADD", keys.dictionary(ONE.id()), "x");
    redis.expireIn(keys.dictionary(ONE.id()), 60_000);
    assertIsRefusedAndLeft(visit, other, image);

    drop(ONE);
    put(ONE);
    assertThat(cartOf(new Visit(server(), visit.id(), visit.secret()))).isEqualTo(CART);
  }

  private void assertIsRefusedAndLeft(Visit visit, Visit other, String image) {
    SessionStore fresh = server();
    Visit there = visit.at(fresh);
    try (LogCapture log = new LogCapture(Level.WARN)) {
      assertThat(there.access()).isEqualTo(new Refused(Refusal.UNREADABLE));
      assertThat(log.text())
          .contains(visit.id().value(), "its dictionary " + ONE.id() + " is not known here");
    }
    assertThat(redis.image(key(visit))).isEqualTo(image);
    assertOpens(other.at(fresh));
    assertThat(Answers.of(fresh.list("ada"))).hasSize(1);
  }

  /** Nobody looked at the session before, so that the dictionary is not known to be missing. */
  @Test
  void aChangeWithoutAReadIsRefusedToo() {
    put(ONE);
    Visit visit = cart(server());
    drop(ONE);
    String image = redis.image(key(visit));
    for (SessionDelta delta : List.of(put("note", "x"), removing("note"), labelling("Tablet"))) {
      try (LogCapture log = new LogCapture(Level.WARN)) {
        assertThat(new Visit(server(), visit.id(), visit.secret()).change(delta)).isEmpty();
        assertThat(log.text())
            .contains(visit.id().value(), "its dictionary " + ONE.id() + " is not known here");
      }
      assertThat(redis.image(key(visit))).isEqualTo(image);
    }
    put(ONE);
    Visit there = new Visit(server(), visit.id(), visit.secret());
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
    try (Wire wire = wire(setup.servingSettings().uri())) {
      RedisDictionaries dictionaries = new RedisDictionaries(wire, keys, Duration.ZERO);
      await().until(() -> dictionaries.current().map(Dictionary::id).equals(id(ONE)));
      redis.expireIn(keys.dictionary(ONE.id()), 60_000);
      await().until(() -> dictionaries.known(ONE.id()).isPresent() && lives(ONE));
      put(OTHER);
      await().until(() -> dictionaries.current().map(Dictionary::id).equals(id(OTHER)));
      drop(OTHER);
      redis.at(keys.currentDictionary()).call("DEL", keys.currentDictionary());
      await().until(() -> dictionaries.current().isEmpty());
      dictionaries.look().toCompletableFuture().join(); // none is under way any more
    }
  }

  private static Optional<String> id(Dictionary dictionary) {
    return Optional.of(dictionary.id());
  }

  private boolean lives(Dictionary dictionary) {
    return redis.ttl(keys.dictionary(dictionary.id())) > Timeouts.MOST.toMillis() - 60_000;
  }

  private static Wire wire(String uri) {
    return new Connections(Duration.ofSeconds(5), 1_000, Duration.ofSeconds(2))
        .open(uri, null)
        .toCompletableFuture()
        .join();
  }

  private SessionStore server() {
    return fleet.store("server" + servers++, settings -> settings);
  }

  private Visit cart(SessionStore server) {
    return Sample.of("ada").with(Map.of("cart", EncodedValue.json(CART))).in(server);
  }

  private static String cartOf(Visit visit) {
    return Objects.requireNonNull(visit.record().attributes().get("cart")).text();
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

  private String stored(Visit visit) {
    String key = key(visit);
    Object bytes =
        redis.at(key).text("TYPE", key).equals("hash")
            ? redis.at(key).callBytes(b("HGET"), b(key), b(setup.isCompact() ? "x" : "cart"))
            : redis.at(key).callBytes(b("GET"), b(key));
    return new String((byte[]) bytes, ISO_8859_1);
  }

  /** As a value names it: as text, but behind a packed head in bytes. */
  private String named(Dictionary dictionary) {
    return setup.layout() == LayoutName.HASH
        ? "\2" + dictionary.id() + ":"
        : "\4" + new String(Base64.getUrlDecoder().decode(dictionary.id()), ISO_8859_1);
  }

  private static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }
}
