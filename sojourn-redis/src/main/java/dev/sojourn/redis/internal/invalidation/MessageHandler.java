package dev.sojourn.redis.internal.invalidation;

/**
 * Handles what arrives over the subscribed connections. Called on their event loop, so must not
 * block.
 */
interface MessageHandler {

  /** A message arrived over that connection. */
  void onMessage(SubscribedConnection connection, String text);

  /** Messages may have been missed. */
  void onMessagesMissed();
}
