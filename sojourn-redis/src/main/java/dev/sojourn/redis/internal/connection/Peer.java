package dev.sojourn.redis.internal.connection;

/** What the connections of a client lead to. Only the answers of a primary count. */
enum Peer {
  /** One server, which must be a primary: each connection asks it now and then. */
  SERVER,

  /** One server, which must be a primary: the heartbeats of the connection ask it. */
  SUBSCRIBED_SERVER,

  /** The nodes of a Cluster, also replicas: they refuse by themselves what is not theirs. */
  CLUSTER;

  /** Whether a server that turns out to be a replica is left, in the hope of a better address. */
  boolean mustBePrimary() {
    return this != CLUSTER;
  }
}
