package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AclFilesTest {

  @Test
  void theUserIsOneLineWithTheHashOfThePassword() {
    assertThat(AclFiles.user("secret", Set.of()))
        .startsWith(
            "user sojourn on"
                + " #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b -@all ")
        .doesNotContain("\n", "[", "{", "secret");
  }

  @Test
  void keysAndChannelAreAllowedWithAndWithoutTheNamespace() {
    assertThat(AclFiles.user("secret", Set.of()).split(" "))
        .contains("~session:*", "~user:*", "&session:invalidate")
        .contains("~test:session:*", "~test:user:*", "&test:session:invalidate")
        .doesNotContain("~*", "&*");
  }

  @Test
  void whatOnlySomeServersKnowIsLeftOutElsewhere() {
    assertThat(AclFiles.user("secret", Set.of())).doesNotContain("setinfo", "cluster");
    assertThat(AclFiles.user("secret", Set.of("7.2"))).contains(" +client|setinfo");
    assertThat(AclFiles.user("secret", Set.of("cluster"))).contains(" +cluster|nodes ");
  }
}
