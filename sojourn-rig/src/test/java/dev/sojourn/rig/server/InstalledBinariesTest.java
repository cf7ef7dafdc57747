package dev.sojourn.rig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBinariesTest {

  @Test
  void theFolderIsFoundFromAModule(@TempDir Path root) throws IOException {
    Path module = Files.createDirectory(root.resolve("module"));
    Files.createFile(module.resolve("pom.xml"));
    Files.createFile(root.resolve("pom.xml"));
    Path folder = Files.createDirectory(root.resolve(".sojourn"));
    assertThat(InstalledBinaries.folder(module)).contains(folder);
    assertThat(InstalledBinaries.folder(root)).contains(folder);
  }

  @Test
  void aFolderThatIsNotBesideAProjectIsNotOurs(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve(".sojourn"));
    assertThat(InstalledBinaries.folder(root)).isEmpty();
  }
}
