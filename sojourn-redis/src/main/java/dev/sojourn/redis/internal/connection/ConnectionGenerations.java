package dev.sojourn.redis.internal.connection;

/**
 * The generations of a client's connections. A misrouted reply, one that answers another command,
 * closes the whole generation: the next reply may be misrouted too. So does a server that turns out
 * to be a replica. Lettuce then reconnects, which begins the next generation. Thread-safe.
 */
public interface ConnectionGenerations {

  /** The number of the current generation. */
  int generation();

  /** Whether replies to commands of that generation can be trusted: it is current and open. */
  boolean isTrusted(int generation);

  /** How many generations were closed because of misrouted replies. */
  int misroutedGenerations();

  /**
   * Closes every connection of that generation, unless it is closed already. Commands that are
   * waiting for a reply fail as unanswered.
   */
  void closeGeneration(int generation);

  /** Runs a task whenever a generation is closed: nothing that it returned can be trusted. */
  void onGenerationClosed(Runnable task);
}
