package dev.sojourn.redis;

/** A session that can be read when its dictionary is fetched. */
final class Locked extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String dictionary;

  Locked(String dictionary) {
    super("dictionary " + dictionary, null, false, false);
    this.dictionary = dictionary;
  }

  /** The dictionary's id. */
  String dictionary() {
    return dictionary;
  }
}
