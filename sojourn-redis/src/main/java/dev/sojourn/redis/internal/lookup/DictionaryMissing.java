package dev.sojourn.redis.internal.lookup;

/** A session that can be read when its dictionary is fetched. */
public final class DictionaryMissing extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String dictionary;

  DictionaryMissing(String dictionary) {
    super("dictionary " + dictionary, null, false, false);
    this.dictionary = dictionary;
  }

  /** The dictionary's id. */
  String dictionary() {
    return dictionary;
  }
}
