package dev.sojourn.redis.internal.layout;

import java.util.Optional;
import java.util.Set;

/** The dictionaries that this process knows. Answers at once, without asking Redis. Thread-safe. */
public interface Dictionaries {

  /** No dictionary is used, and none is known. */
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

  /** This one alone. */
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

  /** The one to compress with. */
  Optional<Dictionary> current();

  /** The one of that id, to inflate with. */
  Optional<Dictionary> known(String id);

  /** The ids of all that are known. */
  Set<String> known();

  /** Whether Redis was lately found not to have the one of that id; else it may be asked for. */
  boolean isMissing(String id);
}
