package dev.sojourn.rig.fault;

/**
 * What a connection through a {@link FaultProxy} is for, told by what its client has sent so far.
 *
 * @param name as tests print it
 */
public record LinkKind(String name) {

  /** It has only greeted: {@code HELLO}, {@code AUTH}, {@code CLIENT}, {@code PING}, or nothing. */
  public static final LinkKind GREETING = new LinkKind("greeting");

  /** It has sent any other command. */
  public static final LinkKind DATA = new LinkKind("data");

  /** It has subscribed to a channel, whatever it sends besides, and stays of this kind. */
  public static final LinkKind SUBSCRIBED = new LinkKind("subscribed");

  /** A replica that follows a primary. */
  public static final LinkKind REPLICATION = new LinkKind("replication");

  /** What a node of a Cluster, named by its id, opened to the bus port of another. */
  static LinkKind busFrom(String id) {
    return new LinkKind("bus from " + id);
  }
}
