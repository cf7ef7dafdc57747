package dev.sojourn.redis.internal.invalidation;

/** Who is told what comes over a wire, on its event loop: so neither may block. */
interface MessageHandler {

  /** A message came over that wire. */
  void heard(SubscribedConnection wire, String text);

  /** Messages may have been missed. */
  void missed();
}
