package dev.sojourn.redis;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionDelta;
import dev.sojourn.SessionLimit;
import dev.sojourn.SessionLimit.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.testkit.Answers;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.Visit;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** What can happen to the first of ada's two sessions, and what it may cost when it runs late. */
enum LateOperation {
  CREATE(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().create(Sample.of("ada").draft(visit.store()), SessionLimit.NONE);
    }
  },
  CREATE_AT_A_LIMIT(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      SessionLimit limit = new SessionLimit(5, AtLimit.REFUSE);
      return visit.store().create(Sample.of("ada").draft(visit.store()), limit);
    }
  },
  ACCESS_THAT_SLIDES(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      world.makeTouchDue(visit);
      return visit.store().access(visit.id(), visit.secret());
    }
  },
  CHANGE(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().change(visit.id(), Visit.putting("changed", "yes"));
    }
  },
  EDIT(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.editing("count", LateOperation::oneMore);
    }
  },
  CHANGE_OF_TIMEOUTS(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      Timeouts shorter = new Timeouts(Duration.ofMinutes(10), Duration.ofHours(1));
      SessionDelta delta = new SessionDelta(Map.of(), Optional.empty(), Optional.of(shorter));
      return visit.store().change(visit.id(), delta);
    }
  },
  PROMOTION(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().access(visit.id(), world.pending());
    }
  },
  ROTATION(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().rotate(visit.id(), visit.secret(), Sample.newSecret());
    }
  },
  LOGIN(Ends.VISIT) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return world.logIn(visit, "ada");
    }
  },
  LOGIN_AS_ANOTHER(Ends.VISIT) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return world.logIn(visit, "ben");
    }
  },
  LOGOUT(Ends.VISIT) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().revoke(visit.id());
    }
  },
  LOGOUT_EVERYWHERE(Ends.BOTH) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().revokeAll("ada", Optional.empty());
    }
  },
  LIST_THAT_PRUNES(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().list("ada");
    }
  },
  EXPIRY(Ends.VISIT) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return world.expire(visit);
    }
  },
  NOTHING(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, Visit visit) {
      return visit.store().ping();
    }
  };

  /** Sessions of the two that it is asked to end. */
  enum Ends {
    NONE,
    VISIT,
    BOTH
  }

  private final Ends ends;

  LateOperation(Ends ends) {
    this.ends = ends;
  }

  Ends ends() {
    return ends;
  }

  abstract CompletionStage<?> run(LateWorld world, Visit visit);

  /** Runs it, with what it does not wait for; whatever it answers, for the session may be gone. */
  void happen(LateWorld world, Visit visit) {
    run(world, visit).toCompletableFuture().join();
    Answers.of(visit.store().ping());
  }

  private static Optional<EncodedValue> oneMore(Optional<EncodedValue> count) {
    UnaryOperator<String> next = text -> Integer.toString(Integer.parseInt(text) + 1);
    return Optional.of(EncodedValue.json(next.apply(count.map(EncodedValue::text).orElse("0"))));
  }
}
