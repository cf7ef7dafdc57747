package dev.sojourn.redis.near;

/** Who is told what comes over a wire, on its event loop: so neither may block. */
interface Ears {

  /** A message came over that wire. */
  void heard(OrderedWire wire, String text);

  /** Messages may have been missed. */
  void missed();
}
