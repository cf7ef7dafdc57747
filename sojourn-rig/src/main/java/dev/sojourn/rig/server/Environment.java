package dev.sojourn.rig.server;

import java.nio.file.Path;
import java.util.List;

/** Where the process of a server runs, and the address at which it is reached. */
interface Environment {

  /** This machine's loopback interface. */
  Environment LOOPBACK =
      new Environment() {
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

  /** The address at which it is reached. */
  String host();

  /** Runs the program there, with its configuration on standard input. */
  List<String> command(Path program);

  /** Makes a newly started process reachable. */
  void settle(long pid);
}
