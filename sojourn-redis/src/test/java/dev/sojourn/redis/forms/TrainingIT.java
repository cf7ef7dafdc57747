package dev.sojourn.redis.forms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisDictionaryTraining;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.TrainedDictionary;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.spi.SessionStore;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A dictionary is trained on stored sessions, measured, and activated on request. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#withDictionaries")
final class TrainingIT extends OnRedis {

  private static final int USERS = 60;
  private static final int MOST = 4096;
  private static int servers;

  TrainingIT(Setup setup) {
    super(setup);
  }

  @Test
  void itIsMadeAndItsGainIsShownAndNothingIsWritten() {
    fill();
    TrainedDictionary trained = trained();
    assertThat(trained.sessions()).isEqualTo(USERS);
    assertThat(trained.users()).isEqualTo(USERS);
    assertThat(trained.isWorthIt()).isTrue();
    assertThat(trained.saved()).isLessThan(trained.deflated());
    assertThat(trained.deflated()).isLessThan(trained.plain());
    assertThat(redis.holds(keys.currentDictionary())).isFalse();
    assertThat(redis.holds(keys.dictionary(trained.id()))).isFalse();
    assertThat(trained().id()).isEqualTo(trained.id());
  }

  @Test
  void itIsUsedWhenSomebodySaysSo() {
    fill();
    TestClient before = session(store, 1_000);
    try (RedisDictionaryTraining training = RedisDictionaryTraining.connect(settings())) {
      training.use(training.train(1_000, MOST).orElseThrow());
    }
    TestClient after = session(fleet.store("after" + servers++, settings -> settings), 1_000);
    assertThat(bytes(after)).isLessThan(bytes(before));
    assertThat(after.record().attributes()).hasSize(before.record().attributes().size());
  }

  /** A dictionary outlives sessions, and everybody who may read sessions may read it. */
  @Test
  void noValueOfOneUserIsInIt() {
    fill();
    String secret = UUID.randomUUID().toString();
    for (int i = 0; i < USERS; i++) {
      Sample.of("ada")
          .on(Device.labelled("Ada's " + secret))
          .with(Map.of("cart", EncodedValue.json(cart(i).replace("A-", secret))))
          .in(store);
      Sample.anonymous()
          .with(Map.of("cart", EncodedValue.json(cart(i).replace("A-", "nobody's " + secret))))
          .in(store);
    }
    TrainedDictionary trained = trained();
    assertThat(trained.users()).isEqualTo(USERS + 2);
    String dictionary = new String(trained.bytes(), UTF_8);
    assertThat(dictionary).contains("quantity").doesNotContain("nobody's");
    for (int i = 0; i + 6 <= secret.length(); i++) {
      assertThat(dictionary).doesNotContain(secret.substring(i, i + 6));
    }
  }

  /** One of these five users is held out, and what four have is not common. */
  @Test
  void itIsNotMadeOfWhoJudgesIt() {
    fill();
    String rare = "{\"motto\":\"five of us have it in their carts, and none of the others do\"}";
    five(true).limit(1).forEach(name -> cart(name, rare));
    five(false).limit(4).forEach(name -> cart(name, rare));
    assertThat(new String(trained().bytes(), UTF_8)).doesNotContain("motto");

    five(false).skip(4).limit(1).forEach(name -> cart(name, rare));
    assertThat(new String(trained().bytes(), UTF_8)).contains("motto");
  }

  private static Stream<String> five(boolean judges) {
    return Stream.iterate(0, n -> n + 1)
        .map(n -> "one" + n)
        .filter(name -> (Math.floorMod(name.hashCode(), 5) == 0) == judges);
  }

  private void cart(String user, String json) {
    Sample.of(user).with(Map.of("cart", EncodedValue.json(json))).in(store);
  }

  @Test
  void whatTooFewHaveInCommonMakesNone() {
    for (int i = 0; i < USERS; i++) {
      Sample.anonymous().with(Map.of("cart", EncodedValue.json(cart(i)))).in(store);
      session(store, 1);
    }
    try (RedisDictionaryTraining training = RedisDictionaryTraining.connect(settings())) {
      assertThat(training.train(1_000, MOST)).isEmpty();
    }
  }

  @Test
  void itIsNoLongerThanWantedAndOfNoMoreSessionsThanWanted() {
    fill();
    try (RedisDictionaryTraining training = RedisDictionaryTraining.connect(settings())) {
      TrainedDictionary trained = training.train(40, 100).orElseThrow();
      assertThat(trained.length()).isLessThanOrEqualTo(100);
      assertThat(trained.sessions()).isLessThanOrEqualTo(40);
    }
  }

  private RedisSettings settings() {
    return setup.migrateSettings(setup.layout());
  }

  private TrainedDictionary trained() {
    try (RedisDictionaryTraining training = RedisDictionaryTraining.connect(settings())) {
      return training.train(1_000, MOST).orElseThrow();
    }
  }

  private void fill() {
    for (int i = 0; i < USERS; i++) {
      session(store, i);
    }
  }

  private TestClient session(SessionStore server, int user) {
    return Sample.of("user" + user)
        .on(Device.labelled("Laptop"))
        .with("role", "admin")
        .with(Map.of("cart", EncodedValue.json(cart(user))))
        .in(server);
  }

  private static String cart(int seed) {
    int number = new Random(seed).nextInt(1_000_000);
    return "{\"items\":[{\"sku\":\"A-"
        + number
        + "\",\"quantity\":2,\"currency\":\"EUR\",\"gift\":false},"
        + "{\"sku\":\"B-"
        + number
        + "\",\"quantity\":1,\"currency\":\"EUR\",\"gift\":true}]}";
  }

  private long bytes(TestClient client) {
    String key = key(client);
    return setup.layout() == LayoutName.HASH
        ? redis.at(key).number("HSTRLEN", key, "x")
        : redis.at(key).number("STRLEN", key);
  }
}
