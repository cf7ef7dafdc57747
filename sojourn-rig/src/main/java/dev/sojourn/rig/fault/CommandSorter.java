package dev.sojourn.rig.fault;

import java.util.Set;

/** Classifies a client's connection by the names of its commands. */
final class CommandSorter implements LinkSorter {

  private static final Set<String> GREETINGS =
      Set.of("HELLO", "AUTH", "CLIENT", "SELECT", "PING", "READONLY", "REPLCONF");
  private static final Set<String> SUBSCRIPTIONS = Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE");
  private static final Set<String> SYNCHRONIZATIONS = Set.of("PSYNC", "SYNC");

  private final CommandNames names = new CommandNames(this::sort);
  private LinkKind kind = LinkKind.GREETING;

  @Override
  public LinkKind after(byte[] chunk, int length) {
    names.read(chunk, length);
    return kind;
  }

  private void sort(String command) {
    if (SUBSCRIPTIONS.contains(command)) {
      kind = LinkKind.SUBSCRIBED;
    } else if (SYNCHRONIZATIONS.contains(command)) {
      kind = LinkKind.REPLICATION;
    } else if (kind.equals(LinkKind.GREETING) && !GREETINGS.contains(command)) {
      kind = LinkKind.DATA;
    }
  }
}
