package dev.sojourn.rig.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/**
 * Classifies a connection of the cluster bus by the node that opened it: the header of its first
 * message names the sender ({@code clusterMsg} in Redis' {@code cluster.h}).
 */
final class BusLinkSorter implements LinkSorter {

  private static final int SENDER_AT = 40;
  private static final int SENDER_END = 80;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private LinkKind kind = LinkKind.GREETING;

  @Override
  public LinkKind after(byte[] chunk, int length) {
    if (head.size() < SENDER_END) {
      head.write(chunk, 0, Math.min(length, SENDER_END - head.size()));
      sort();
    }
    return kind;
  }

  private void sort() {
    if (head.size() < SENDER_END) {
      return;
    }
    String sender = head.toString(US_ASCII).substring(SENDER_AT);
    if (ID.matcher(sender).matches()) {
      kind = LinkKind.busFrom(sender);
    }
  }
}
