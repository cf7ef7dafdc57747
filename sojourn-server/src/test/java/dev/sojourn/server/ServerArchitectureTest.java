package dev.sojourn.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Imports point one way: the root wires, what is observed knows the calls, the calls know neither.
 */
final class ServerArchitectureTest {

  private static final String ROOT = "dev.sojourn.server";
  private static final String API = ROOT + ".api";
  private static final String OBSERVE = ROOT + ".observe";

  private static final JavaClasses CLASSES = imported();

  @Test
  void theCallsKnowNeitherTheirWiringNorTheirObservers() {
    noClasses()
        .that()
        .resideInAPackage(API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT, OBSERVE)
        .check(CLASSES);
  }

  @Test
  void theObserversDoNotKnowTheWiring() {
    noClasses()
        .that()
        .resideInAPackage(OBSERVE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT)
        .check(CLASSES);
  }

  @Test
  void theCallsKnowNoRedis() {
    noClasses()
        .that()
        .resideInAnyPackage(API, OBSERVE)
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

  /** A7: how much of a guessed key is right does not show in how long it takes to refuse it. */
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

  /** Names are enough, so what is imported from elsewhere is not read. */
  private static JavaClasses imported() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT);
  }
}
