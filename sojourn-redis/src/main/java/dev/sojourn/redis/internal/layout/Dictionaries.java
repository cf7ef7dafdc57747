package dev.sojourn.redis.internal.layout;

import java.util.Optional;
import java.util.Set;

/** The dictionaries that this process has loaded. Returns at once, without Redis. Thread-safe. */
public interface Dictionaries {

  /** No dictionary is used or known. */
  Dictionaries NONE =
      new Dictionaries() {
        @Override
        public Optional<Dictionary> current() {
          return Optional.empty();
        }

        @Override
        public Optional<Dictionary> known(String id) {
          return Optional.empty();
        }

        @Override
        public Set<String> known() {
          return Set.of();
        }

        @Override
        public boolean isMissing(String id) {
          return true;
        }
      };

  /** Only this dictionary. */
  static Dictionaries only(Dictionary dictionary) {
    return new Dictionaries() {
      @Override
      public Optional<Dictionary> current() {
        return Optional.of(dictionary);
      }

      @Override
      public Optional<Dictionary> known(String id) {
        return current().filter(known -> known.id().equals(id));
      }

      @Override
      public Set<String> known() {
        return Set.of(dictionary.id());
      }

      @Override
      public boolean isMissing(String id) {
        return true;
      }
    };
  }

  /** The dictionary to compress with. */
  Optional<Dictionary> current();

  /** The dictionary of that id, to inflate with. */
  Optional<Dictionary> known(String id);

  /** The ids of all known dictionaries. */
  Set<String> known();

  /** Whether Redis recently had no dictionary of that id; if not, it is worth fetching. */
  boolean isMissing(String id);
}
