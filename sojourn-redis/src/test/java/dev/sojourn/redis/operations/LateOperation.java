package dev.sojourn.redis.operations;

import dev.sojourn.EncodedValue;
import dev.sojourn.SessionsPerUser;
import dev.sojourn.SessionsPerUser.AtLimit;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.testkit.Await;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * An operation on the first of ada's two sessions, and which sessions it may end when it runs late.
 */
enum LateOperation {
  CREATE(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().create(Sample.of("ada").draft(client.store()), SessionsPerUser.NONE);
    }
  },
  CREATE_AT_A_LIMIT(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      SessionsPerUser limit = new SessionsPerUser(5, AtLimit.REFUSE);
      return client.store().create(Sample.of("ada").draft(client.store()), limit);
    }
  },
  ACCESS_THAT_SLIDES(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      world.makeTouchDue(client);
      return client.store().access(client.id(), client.secret());
    }
  },
  CHANGE(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().change(client.id(), TestClient.putting("changed", "yes"));
    }
  },
  EDIT(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.editing("count", LateOperation::oneMore);
    }
  },
  CHANGE_OF_TIMEOUTS(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      Timeouts shorter = new Timeouts(Duration.ofMinutes(10), Duration.ofHours(1));
      SessionDelta delta = new SessionDelta(Map.of(), Optional.empty(), Optional.of(shorter));
      return client.store().change(client.id(), delta);
    }
  },
  PROMOTION(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().access(client.id(), world.pending());
    }
  },
  ROTATION(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().rotate(client.id(), client.secret(), Sample.newSecret());
    }
  },
  LOGIN(Ends.FIRST) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return world.logIn(client, "ada");
    }
  },
  LOGIN_AS_ANOTHER(Ends.FIRST) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return world.logIn(client, "ben");
    }
  },
  LOGOUT(Ends.FIRST) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().revoke(client.id());
    }
  },
  LOGOUT_EVERYWHERE(Ends.BOTH) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().revokeAll("ada", Optional.empty());
    }
  },
  LIST_THAT_PRUNES(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().list("ada");
    }
  },
  EXPIRY(Ends.FIRST) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return world.expire(client);
    }
  },
  NOTHING(Ends.NONE) {
    @Override
    CompletionStage<?> run(LateWorld world, TestClient client) {
      return client.store().ping();
    }
  };

  /** Which of the two sessions the operation ends. */
  enum Ends {
    NONE,
    FIRST,
    BOTH
  }

  private final Ends ends;

  LateOperation(Ends ends) {
    this.ends = ends;
  }

  Ends ends() {
    return ends;
  }

  abstract CompletionStage<?> run(LateWorld world, TestClient client);

  /**
   * Runs it to its end, background writes included. Any result will do: the session may be gone.
   */
  void runToEnd(LateWorld world, TestClient client) {
    run(world, client).toCompletableFuture().join();
    Await.of(client.store().ping());
  }

  private static Optional<EncodedValue> oneMore(Optional<EncodedValue> count) {
    UnaryOperator<String> next = text -> Integer.toString(Integer.parseInt(text) + 1);
    return Optional.of(EncodedValue.json(next.apply(count.map(EncodedValue::text).orElse("0"))));
  }
}
