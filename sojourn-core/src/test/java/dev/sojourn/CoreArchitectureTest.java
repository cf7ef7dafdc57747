package dev.sojourn;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sojourn.spi.Secrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The direction of imports. The root package and {@code spi} depend on each other, because the view
 * of a session needs the codec and the store's interface uses the root's types; neither depends on
 * an implementation.
 */
final class CoreArchitectureTest {

  private static final Set<String> EARLY =
      Set.of("equals", "equalsIgnoreCase", "contentEquals", "compareTo", "compare", "mismatch");

  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.sojourn");

  @Test
  void theApiKnowsNoStore() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.sojourn", "dev.sojourn.spi")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.sojourn", "dev.sojourn.spi", "dev.sojourn.internal", "java..", "org.jspecify..")
        .check(core);
  }

  @Test
  void theCoreNeedsTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.sojourn..", "java..", "org.jspecify..")
        .check(core);
  }

  /** Ids and secrets could be guessed if they came from any but a secure source. */
  @Test
  void randomnessIsHandedInOrSecure() {
    noClasses()
        .should(
            dependOnClassesThat(
                assignableTo(RandomGenerator.class)
                    .and(not(equivalentTo(RandomGenerator.class)))
                    .and(not(equivalentTo(SecureRandom.class)))))
        .check(core);
    noClasses().should().dependOnClassesThat().areAssignableTo(UUID.class).check(core);
    noClasses().should().callMethod(Math.class, "random").check(core);
    noClasses().should().callMethod(RandomGenerator.class, "getDefault").check(core);
    noClasses().should().callMethod(RandomGenerator.class, "of", String.class).check(core);
  }

  /** Time is passed in; only the default constructor of a store names the system clock. */
  @Test
  void nobodyAsksTheMachineForTheTime() {
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(core);
    noClasses().should().callMethod(Instant.class, "now").check(core);
  }

  /** A7: the time to refuse a secret does not depend on how much of it is right. */
  @Test
  void secretsAreComparedInConstantTime() {
    noClasses()
        .that()
        .belongToAnyOf(SecretHash.class, SessionToken.class, Secrets.class)
        .should()
        .callMethodWhere(
            describe(
                "a comparison ends early",
                call ->
                    EARLY.contains(call.getTarget().getName())
                        && !call.getTargetOwner().isAssignableTo(SessionId.class)))
        .check(core);
    assertThat(callsOf(SecretHash.class, "matches")).contains("isEqual");
    assertThat(callsOf(SecretHash.class, "equals")).contains("matches");
    assertThat(callsOf(SessionToken.class, "equals")).contains("matches");
  }

  private Set<String> callsOf(Class<?> owner, String method) {
    return core.get(owner).getMethods().stream()
        .filter(one -> one.getName().equals(method))
        .flatMap(one -> one.getMethodCallsFromSelf().stream())
        .map(call -> call.getTarget().getName())
        .collect(Collectors.toSet());
  }
}
