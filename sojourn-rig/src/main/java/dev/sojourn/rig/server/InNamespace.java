package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Tests that need a {@link NetworkNamespace}. */
public final class InNamespace {

  private InNamespace() {}

  /** The given test, or, if no namespace can be created, one that checks and prints the reason. */
  public static DynamicTest test(String name, Executable body) {
    return NetworkNamespace.whyNot()
        .map(InNamespace::impossible)
        .orElseGet(() -> DynamicTest.dynamicTest(name, body));
  }

  private static DynamicTest impossible(String why) {
    System.getLogger(InNamespace.class.getName()).log(System.Logger.Level.WARNING, why);
    return DynamicTest.dynamicTest(
        "not tested: " + why, () -> assertThat(NetworkNamespace.whyNot()).contains(why));
  }
}
