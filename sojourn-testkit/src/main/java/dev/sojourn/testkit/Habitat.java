package dev.sojourn.testkit;

import java.nio.file.Path;
import java.util.List;

/** Where the process of a server lives, and under which address it is reached. */
interface Habitat {

  /** This machine's loopback interface. */
  Habitat LOOPBACK =
      new Habitat() {
        @Override
        public String host() {
          return "127.0.0.1";
        }

        @Override
        public List<String> command(Path program) {
          return List.of(program.toString(), "-");
        }

        @Override
        public void settle(long pid) {}
      };

  /** The address under which it is reached. */
  String host();

  /** Runs the program there, with its configuration on standard input. */
  List<String> command(Path program);

  /** Makes a process that was just started reachable. */
  void settle(long pid);
}
