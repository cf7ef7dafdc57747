package dev.sojourn.redis.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.sojourn.EncodedValue;
import dev.sojourn.MaintenanceNotAllowed;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.RedisAdvisor;
import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.advice.AttributeUse;
import dev.sojourn.redis.advice.Form;
import dev.sojourn.redis.advice.FormSize;
import dev.sojourn.redis.advice.Recommendation;
import dev.sojourn.redis.rig.OnRedis;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The advice measures the stored sessions, and does not change them. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#moved")
final class AdviceIT extends OnRedis {

  private static final String WAITING = "waiting";
  private static final Duration MOMENT = Duration.ofMillis(60);
  private static final String CART =
      "{\"items\":[" + "{\"sku\":\"a-1\",\"qty\":1},".repeat(20) + "1]}";

  private final RedisAdvisor advisor = RedisAdvisor.connect(setup.migrateSettings(setup.layout()));

  AdviceIT(Setup setup) {
    super(setup);
  }

  @AfterEach
  void end() {
    advisor.close();
  }

  @Test
  void theFormThatSessionsHaveIsSaidToTakeWhatTheyTake() {
    List<TestClient> visits = shoppers(30);
    Advice advice = advisor.advise(100, Duration.ZERO, AdviceIT::ignored);

    assertThat(advice.now().count()).isEqualTo(30);
    assertThat(advice.byForm()).containsExactly(Map.entry(mine(), 30));
    FormSize same = size(advice, new Form(mine(), false, false));
    assertThat(same.bytes().count()).isEqualTo(30);
    assertThat(same.bytes().mean()).isCloseTo(taken(visits), within(taken(visits) / 50));
    assertThat(advice.now().mean()).isCloseTo(taken(visits), within(1.0));
  }

  @Test
  void everyFormThatTheServerIsAbleToIsMeasured() {
    shoppers(3);
    Advice advice = advisor.advise(100, Duration.ZERO, AdviceIT::ignored);

    Set<String> layouts = new HashSet<>();
    advice.forms().forEach(size -> layouts.add(size.form().layout()));
    assertThat(layouts)
        .isEqualTo(
            new HashSet<>(
                setup.able().stream().map(name -> name.name().toLowerCase(Locale.ROOT)).toList()));
    assertThat(advice.forms()).hasSize(setup.able().contains(LayoutName.JSON) ? 10 : 8);
    assertThat(advice.forms()).allMatch(size -> size.bytes().percentile(50) > 100);
    assertThat(size(advice, new Form("string", false, true)).bytes().mean())
        .isLessThan(size(advice, new Form("string", false, false)).bytes().mean());
    Form form = advice.recommendation().map(Recommendation::form).orElseThrow();
    double chosen = size(advice, form).bytes().mean();
    assertThat(advice.forms())
        .allSatisfy(size -> assertThat(chosen).isLessThan(1.11 * size.bytes().mean()));
  }

  @Test
  void whatCostsAndWhatChangesIsTold() {
    List<TestClient> visits = shoppers(20);
    Advice advice =
        advisor.advise(
            100,
            MOMENT,
            line -> {
              if (line.startsWith(WAITING)) {
                visits.subList(0, 7).forEach(client -> client.put("note", "changed"));
              }
            });

    assertThat(advice.attributes())
        .extracting(AttributeUse::name, AttributeUse::sessions, AttributeUse::changed)
        .containsExactly(tuple("cart", 20, 0), tuple("note", 20, 7));
    assertThat(advice.attributes().get(0).bytes())
        .isEqualTo(20L * ("cart".length() + CART.length()));
    assertThat(advice.use().changed()).isEqualTo(7);
    assertThat(advice.recommendation().map(chosen -> chosen.form().layout())).contains("hash");
  }

  @Test
  void sessionsStayAsTheyAreAndNothingElseIsLeft() {
    List<TestClient> visits = shoppers(5);
    List<String> images = visits.stream().map(client -> redis.image(key(client))).toList();
    long keysBefore = keyCount();

    advisor.advise(100, Duration.ZERO, AdviceIT::ignored);

    assertThat(visits.stream().map(client -> redis.image(key(client))).toList()).isEqualTo(images);
    assertThat(keyCount()).isEqualTo(keysBefore);
  }

  @Test
  void noMoreSessionsAreLookedAtThanWanted() {
    shoppers(40);
    List<String> lines = new ArrayList<>();
    assertThat(advisor.advise(10, Duration.ZERO, lines::add).now().count()).isBetween(1, 10);
    assertThat(lines).anyMatch(line -> line.startsWith("found "));
  }

  @Test
  void whatCannotBeReadIsCounted() {
    TestClient client = logIn("ada");
    logIn("ben");
    redis.set(key(client), "secret", "of a later version");
    Advice advice = advisor.advise(100, Duration.ZERO, AdviceIT::ignored);
    assertThat(advice.unreadable()).isEqualTo(1);
    assertThat(advice.now().count()).isEqualTo(1);
  }

  @Test
  void withoutSessionsThereIsNoAdvice() {
    Advice advice = advisor.advise(100, Duration.ZERO, AdviceIT::ignored);
    assertThat(advice.now().count()).isZero();
    assertThat(advice.recommendation()).isEmpty();
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() {
    assertThatThrownBy(() -> RedisAdvisor.connect(setup.servingSettings()))
        .isInstanceOf(MaintenanceNotAllowed.class)
        .hasMessage(
            "the Redis user lacks the right for SCAN, which the advisor needs;"
                + " docs/storage.md has a user for it");
    assertThatThrownBy(() -> RedisAdvisor.connect(setup.maintenanceSettings()))
        .isInstanceOf(MaintenanceNotAllowed.class)
        .hasMessageContaining("which the advisor needs");
  }

  private List<TestClient> shoppers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Sample.of("user" + n)
                    .with("note", "x")
                    .with(Map.of("cart", EncodedValue.json(CART)))
                    .in(store))
        .toList();
  }

  private double taken(List<TestClient> visits) {
    double overstated = setup.layout() == LayoutName.JSON ? 1.2 : 1;
    return visits.stream()
            .mapToLong(
                client ->
                    redis.at(key(client)).number("MEMORY", "USAGE", key(client), "SAMPLES", "0"))
            .average()
            .orElseThrow()
        / overstated;
  }

  private long keyCount() {
    return redis.servers().stream().mapToLong(server -> (Long) server.call("DBSIZE")).sum();
  }

  private String mine() {
    return setup.layout().name().toLowerCase(Locale.ROOT);
  }

  private static FormSize size(Advice advice, Form form) {
    return advice.forms().stream()
        .filter(size -> size.form().equals(form))
        .findFirst()
        .orElseThrow();
  }

  private static void ignored(String progress) {}
}
