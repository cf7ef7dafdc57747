package dev.sojourn.redis.internal.connection;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Access to all keys, for maintenance: scans of each primary, many commands in one flush. */
public interface BulkAccess {

  /** Each server that has keys of its own: the only one, or the primaries of the Cluster. */
  CompletionStage<List<PrimaryNode>> primaries();

  /** Commands on many keys, in one flush. */
  BatchCommands bulk();
}
