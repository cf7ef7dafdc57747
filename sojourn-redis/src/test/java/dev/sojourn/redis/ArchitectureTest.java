package dev.sojourn.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sojourn.redis.internal.operation.Backoff;
import io.netty.channel.EventLoop;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Which way imports point inside the module, and who may ask the machine for what. */
final class ArchitectureTest {

  private static final String ROOT = "dev.sojourn.redis";

  private static final JavaClasses REDIS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void onlyTheWireKnowsLettuce() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.lettuce..")
        .check(REDIS);
  }

  /** The door lends an event loop; that is all that is seen of Netty. */
  @Test
  void onlyTheWireKnowsNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wire")
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
  void thePartsDoNotKnowTheDoor() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".advice",
            ROOT + ".care",
            ROOT + ".layout",
            ROOT + ".near",
            ROOT + ".script",
            ROOT + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(REDIS);
  }

  /** Layouts know what they read by and what they run; scripts and wire know no layout. */
  @Test
  void scriptsKnowNobodyAndTheWireKnowsScriptsAlone() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".script")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".layout", ROOT + ".wire")
        .check(REDIS);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".layout", ROOT + ".near", ROOT + ".care")
        .check(REDIS);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".near")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".layout", ROOT + ".script", ROOT + ".care")
        .check(REDIS);
  }

  @Test
  void onlyCodecAndLayoutsKnowJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".layout")
        .and()
        .doNotHaveFullyQualifiedName(JsonCodec.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(REDIS);
  }

  @Test
  void theDoorIsThese() {
    assertThat(REDIS)
        .filteredOn(type -> type.getPackageName().equals(ROOT))
        .filteredOn(ArchitectureTest::isSeen)
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
            "NearCacheState");
  }

  private static boolean isSeen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isSeen).orElse(true);
  }

  /**
   * Law 9: an application server with a wrong clock neither extends nor ends sessions, for nobody
   * asks that clock. The stopwatch only measures how long an answer took.
   */
  @Test
  void nobodyAsksTheMachineForTheTime() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".wire.Stopwatch")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .check(REDIS);
    noClasses().should().callMethod(Instant.class, "now").check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(InstantSource.class).check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(REDIS);
    noClasses().should().dependOnClassesThat().areAssignableTo(Date.class).check(REDIS);
  }

  /** Chance decides how long to pause and how a probe is called, and nothing that is secret. */
  @Test
  void onlyPausesAreDrawnWithoutASecureSource() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Backoff.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".near.Probe")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .check(REDIS);
    noClasses().should().callMethod(Math.class, "random").check(REDIS);
  }

  /** Law 8: the JSON library is never told to let data name a class. */
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
