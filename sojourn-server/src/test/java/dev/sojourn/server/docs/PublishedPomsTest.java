package dev.sojourn.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/**
 * Every published POM has what Maven Central requires, itself or from its parent.
 *
 * @see <a href="https://central.sonatype.org/publish/requirements/">Central's requirements</a>
 */
final class PublishedPomsTest {

  private static final XPath XPATH = XPathFactory.newInstance().newXPath();
  private static final Document PARENT = pom(Pages.ROOT);

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedPomNamesAndDescribesItself(Path module) {
    assertThat(own(pom(module), "name")).startsWith("Sojourn");
    assertThat(own(pom(module), "description")).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedPomSaysWhereItComesFromAndUnderWhichLicence(Path module) {
    assertThat(inherited(module, "url")).isEqualTo("https://sojourn.dev");
    assertThat(inherited(module, "licenses/license/name")).isEqualTo("Apache-2.0");
    assertThat(inherited(module, "licenses/license/url")).startsWith("https://www.apache.org/");
    assertThat(inherited(module, "developers/developer/name")).isEqualTo("The Sojourn developers");
    assertThat(inherited(module, "scm/url")).isEqualTo("https://github.com/sojourn-dev/sojourn");
    assertThat(inherited(module, "scm/connection")).startsWith("scm:git:https://github.com/");
    assertThat(inherited(module, "scm/developerConnection")).startsWith("scm:git:ssh://");
  }

  @Test
  void theBenchmarkIsNeitherInstalledNorDeployed() {
    Document bench = pom(Pages.ROOT.resolve("sojourn-bench"));
    assertThat(own(bench, "properties/maven.install.skip")).isEqualTo("true");
    assertThat(own(bench, "properties/maven.deploy.skip")).isEqualTo("true");
  }

  /** The parent and every published module. */
  static Stream<Path> published() throws IOException {
    try (Stream<Path> folders = Files.list(Pages.ROOT)) {
      List<Path> modules = folders.filter(PublishedPomsTest::isDeployed).sorted().toList();
      return Stream.concat(Stream.of(Pages.ROOT), modules.stream());
    }
  }

  private static boolean isDeployed(Path folder) {
    return folder.getFileName().toString().startsWith("sojourn-")
        && Files.exists(folder.resolve("pom.xml"))
        && !own(pom(folder), "properties/maven.deploy.skip").equals("true");
  }

  private static String inherited(Path module, String path) {
    Document pom = pom(module);
    String value = own(pom, path);
    return value.isEmpty() && !own(pom, "parent/artifactId").isEmpty() ? own(PARENT, path) : value;
  }

  /** The text at a path below {@code project}; empty if there is none. */
  private static String own(Document pom, String path) {
    try {
      return XPATH.evaluate("/project/" + path, pom).strip();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  private static Document pom(Path module) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(module.resolve("pom.xml").toFile());
    } catch (Exception e) {
      throw new IllegalStateException("unreadable: " + module.resolve("pom.xml"), e);
    }
  }
}
