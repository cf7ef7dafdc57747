package dev.sojourn.rig.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The configuration of a server, as the text of a {@code redis.conf}. It contains passwords, so it
 * is passed on standard input.
 *
 * @param credentials of its users; the default user is off
 * @param cluster whether it is a node of a Cluster
 * @param more lines of {@code redis.conf}; they come last and take precedence
 */
record ServerConfig(Credentials credentials, boolean cluster, List<String> more) {

  ServerConfig {
    more = List.copyOf(more);
  }

  String text(int port, ServerBinary binary) {
    return """
        port %d
        bind 127.0.0.1
        save ""
        appendonly no
        shutdown-timeout 0
        enable-debug-command local
        user default off
        user admin on #%s ~* &* +@all
        %s
        %s
        %s
        masteruser admin
        masterauth %s
        %s
        %s
        """
        .formatted(
            port,
            Sha256.hex(credentials.admin().getBytes(StandardCharsets.UTF_8)),
            AclFiles.user(credentials.user(), marks(binary)),
            AclFiles.maintenance(credentials.maintenance(), marks(binary)),
            AclFiles.migrate(credentials.migrate(), marks(binary)),
            credentials.admin(),
            binary.json().map(ServerConfig::json).orElse(""),
            String.join("\n", more));
  }

  /**
   * The module frees strings that documents share, and is not thread-safe: while Valkey flushed in
   * another thread, new documents were corrupted, or the server crashed.
   */
  private static String json(Path module) {
    return """
        loadmodule "%s"
        lazyfree-lazy-user-flush no
        replica-lazy-flush no
        """
        .formatted(module);
  }

  private Set<String> marks(ServerBinary binary) {
    Set<String> marks = new HashSet<>();
    if (binary.isAtLeast(7, 2)) {
      marks.add("7.2");
    }
    binary.json().ifPresent(module -> marks.add("json"));
    if (cluster) {
      marks.add("cluster");
    }
    return marks;
  }
}
