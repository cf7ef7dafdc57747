package dev.sojourn.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The allowed imports between the packages of the service, and their use of libraries. */
final class ServerArchitectureTest {

  private static final String ROOT = "dev.sojourn.server";
  private static final String INTERNAL = ROOT + ".internal.";
  private static final String API = INTERNAL + "api";

  private static final JavaClasses CLASSES = imported();

  /** The packages that each package uses: exactly these, so there is no cycle. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "api", Set.of(),
          "tryout", Set.of(),
          "observe", Set.of("api"),
          "service", Set.of("api", "observe"),
          "command", Set.of("api", "service", "tryout"));

  @Test
  void packagesUseEachOtherOneWay() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      if (type.getPackageName().startsWith(INTERNAL)) {
        String from = type.getPackageName().substring(INTERNAL.length());
        found.computeIfAbsent(from, name -> new TreeSet<>()).addAll(usedBy(type, from));
      }
    }
    assertThat(found).isEqualTo(new TreeMap<>(ARROWS));
  }

  private static Set<String> usedBy(JavaClass type, String own) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(name -> name.startsWith(INTERNAL))
        .map(name -> name.substring(INTERNAL.length()))
        .filter(name -> !name.equals(own))
        .collect(Collectors.toSet());
  }

  @Test
  void onlyTheEntryPointIsPublicApi() {
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().equals(ROOT))
        .map(JavaClass::getSimpleName)
        .containsOnly("Main", "package-info");
  }

  /** The service uses only the public API of sojourn-redis, like any application. */
  @Test
  void nothingUsesInternalsOfTheStore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sojourn.redis.internal..")
        .check(CLASSES);
  }

  @Test
  void theApiKnowsNoRedis() {
    noClasses()
        .that()
        .resideInAnyPackage(API, INTERNAL + "observe")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sojourn.redis..", "io.lettuce..")
        .check(CLASSES);
  }

  @Test
  void jsonIsReadAndWrittenByOneLibraryInOnePlace() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..", "io.vertx.core.json..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..")
        .check(CLASSES);
  }

  /** A7: the time to reject a guessed key does not reveal how much of it is right. */
  @Test
  void keysAreComparedInConstantTime() {
    Set<String> early = Set.of("equals", "contentEquals", "compareTo", "compare", "mismatch");
    noClasses()
        .that()
        .haveFullyQualifiedName(API + ".ServiceKey")
        .should()
        .callMethodWhere(
            describe("a comparison ends early", call -> early.contains(call.getTarget().getName())))
        .check(CLASSES);
    classes()
        .that()
        .haveFullyQualifiedName(API + ".ServiceKey")
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .check(CLASSES);
  }

  /** Names are enough, so imported classes from elsewhere are not read. */
  private static JavaClasses imported() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/"))
        .importPackages(ROOT);
  }
}
