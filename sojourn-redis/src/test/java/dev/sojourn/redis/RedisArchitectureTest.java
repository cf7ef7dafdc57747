package dev.sojourn.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sojourn.redis.internal.connection.Stopwatch;
import dev.sojourn.redis.internal.invalidation.RedisInvalidationBus;
import dev.sojourn.redis.internal.retry.Backoff;
import io.netty.channel.EventLoop;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way imports point inside the module, what is public, and who may use which library. */
final class RedisArchitectureTest {

  private static final String ROOT = "dev.sojourn.redis";
  private static final String INTERNAL = ROOT + ".internal.";

  private static final JavaClasses REDIS =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages(ROOT);

  /** Which internal packages each internal package uses: exactly these, so there is no cycle. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("codec", Set.of()),
          entry("retry", Set.of()),
          entry("value", Set.of()),
          entry("script", Set.of("codec")),
          entry("connection", Set.of("codec", "retry", "script")),
          entry("layout", Set.of("codec", "connection", "script")),
          entry("maintenance", Set.of("connection", "script")),
          entry("invalidation", Set.of("connection")),
          entry("keys", Set.of("maintenance")),
          entry("lookup", Set.of("connection", "keys", "layout", "retry")),
          entry("operation", Set.of("connection", "keys", "layout", "lookup", "retry", "script")),
          entry("startup", Set.of("connection", "keys", "lookup", "operation", "retry")),
          entry(
              "advice", Set.of("connection", "keys", "layout", "lookup", "maintenance", "script")),
          entry(
              "nearcache",
              Set.of(
                  "connection",
                  "invalidation",
                  "keys",
                  "layout",
                  "lookup",
                  "operation",
                  "startup")),
          entry(
              "migration",
              Set.of(
                  "connection",
                  "keys",
                  "layout",
                  "lookup",
                  "maintenance",
                  "operation",
                  "retry",
                  "script",
                  "startup")));

  @Test
  void internalPackagesUseEachOtherOneWay() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass type : REDIS) {
      if (type.getPackageName().startsWith(INTERNAL)) {
        String from = type.getPackageName().substring(INTERNAL.length());
        found.computeIfAbsent(from, name -> new TreeSet<>()).addAll(internalsUsedBy(type, from));
      }
    }
    assertThat(found).isEqualTo(new TreeMap<>(ARROWS));
  }

  private static Set<String> internalsUsedBy(JavaClass type, String own) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(name -> name.startsWith(INTERNAL))
        .map(name -> name.substring(INTERNAL.length()))
        .filter(name -> !name.equals(own))
        .collect(Collectors.toSet());
  }

  /** Internals read settings and report state; none of them opens what an application opens. */
  @Test
  void internalsUseOnlySettingsOfTheApi() {
    assertThat(REDIS)
        .filteredOn(type -> type.getPackageName().startsWith(INTERNAL))
        .flatMap(JavaClass::getDirectDependenciesFromSelf)
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filteredOn(type -> type.getPackageName().equals(ROOT))
        .map(JavaClass::getSimpleName)
        .containsOnly(
            "RedisSettings",
            "JobSettings",
            "NearCacheSettings",
            "NearCacheState",
            "LayoutName",
            "NamingName",
            "CompressionName",
            "KeyspaceName");
  }

  @Test
  void onlyConnectionsUseLettuce() {
    noClasses()
        .that()
        .resideOutsideOfPackages(INTERNAL + "connection", INTERNAL + "codec")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(REDIS);
  }

  /** An application may lend its event loop; nothing else of Netty is visible. */
  @Test
  void onlyConnectionsUseNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackages(INTERNAL + "connection", INTERNAL + "codec")
        .and()
        .doNotHaveFullyQualifiedName(RedisSessions.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(REDIS);
    assertThat(REDIS.get(RedisSessions.class).getDirectDependenciesFromSelf())
        .map(dependency -> dependency.getTargetClass().getName())
        .filteredOn(name -> name.startsWith("io.netty."))
        .containsOnly(EventLoop.class.getName());
  }

  @Test
  void onlyValuesAndLayoutsUseJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackages(INTERNAL + "layout", INTERNAL + "value")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(REDIS);
  }

  @Test
  void theApiIsThese() {
    assertThat(api())
        .map(JavaClass::getSimpleName)
        .containsExactlyInAnyOrder(
            "JsonCodec",
            "RedisAdvisor",
            "RedisMaintenance",
            "RedisMigration",
            "RedisSessions",
            "RedisSettings",
            "RedisDictionaryTraining",
            "TrainedDictionary",
            "LayoutName",
            "KeyspaceName",
            "NamingName",
            "CompressionName",
            "NearCacheSettings",
            "NearCacheState",
            "JobSettings",
            "Advice",
            "AttributeUse",
            "Form",
            "FormSize",
            "Recommendation",
            "SampledSession",
            "SessionUse",
            "SizeSample");
  }

  @Test
  void noPublicSignatureShowsAnInternalType() {
    assertThat(api())
        .flatMap(JavaClass::getCodeUnits)
        .filteredOn(RedisArchitectureTest::isVisible)
        .filteredOn(RedisArchitectureTest::showsAnInternalType)
        .map(JavaCodeUnit::getFullName)
        .isEmpty();
  }

  private static boolean showsAnInternalType(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .anyMatch(type -> type.getPackageName().startsWith(INTERNAL));
  }

  private static Set<JavaClass> api() {
    return REDIS.stream()
        .filter(type -> !type.getPackageName().startsWith(INTERNAL))
        .filter(RedisArchitectureTest::isPublic)
        .collect(Collectors.toSet());
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(RedisArchitectureTest::isPublic).orElse(true);
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }

  /**
   * Law 9: an application server with a wrong clock neither extends nor ends sessions, because
   * nothing reads that clock. The stopwatch only measures how long a reply took.
   */
  @Test
  void nothingReadsTheClockOfTheMachine() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Stopwatch.class.getName())
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(REDIS);
    noClasses().should().callMethod(Instant.class, "now").check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(InstantSource.class).check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(Date.class).check(REDIS);
  }

  /** Insecure randomness decides how long to back off and how a probe is called, nothing secret. */
  @Test
  void onlyBackoffAndProbesUseInsecureRandomness() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Backoff.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(RedisInvalidationBus.class.getPackageName() + ".LatencyProbe")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .check(REDIS);
    noClasses().should().callMethod(Math.class, "random").check(REDIS);
  }

  /** Law 8: the JSON library never lets data name a class. */
  @Test
  void noDataNamesAClass() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("tools.jackson.databind.jsontype..")
        .check(REDIS);
    noClasses().should().callMethod(Class.class, "forName", String.class).check(REDIS);
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(REDIS);
  }
}
