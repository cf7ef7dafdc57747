package dev.sojourn.rig.fault;

/**
 * What a connection through a {@link FaultProxy} is used for, as its commands so far show.
 *
 * @param name as tests print it
 */
public record LinkKind(String name) {

  /** Has sent only {@code HELLO}, {@code AUTH}, {@code CLIENT}, {@code PING}, or nothing. */
  public static final LinkKind GREETING = new LinkKind("greeting");

  /** Has sent any other command. */
  public static final LinkKind DATA = new LinkKind("data");

  /** Has subscribed to a channel, whatever else it sends; remains of this kind. */
  public static final LinkKind SUBSCRIBED = new LinkKind("subscribed");

  /** A replica connected to its primary. */
  public static final LinkKind REPLICATION = new LinkKind("replication");

  /** A connection that a node of a Cluster, given by its id, opened to another's bus port. */
  static LinkKind busFrom(String id) {
    return new LinkKind("bus from " + id);
  }
}
