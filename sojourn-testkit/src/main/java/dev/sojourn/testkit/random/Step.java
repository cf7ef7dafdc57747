package dev.sojourn.testkit.random;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One step of a random run: what one of a few clients does.
 *
 * @param operation what is done
 * @param client who does it
 * @param other a small number: whose sessions, which attribute, or which other client
 */
public record Step(Operation operation, int client, int other) {

  static final int CLIENTS = 4;
  static final int OTHERS = 3;

  /** What a client may do. */
  enum Operation {
    LOG_IN,
    LOG_IN_UNLESS_FULL,
    LOG_IN_MAKING_ROOM,
    ACCESS,
    ACCESS_WITH_A_WRONG_SECRET,
    PEEK,
    READ,
    PUT,
    EDIT,
    REMOVE,
    MERGE,
    MERGE_ANOTHER,
    COUNT_A_MEMBER,
    LABEL,
    CHANGE_AS_READ,
    LOGIN,
    LOGIN_AGAIN,
    ROTATE,
    SHOW_WHAT_ROTATION_GAVE,
    JOIN_ANOTHER_CLIENT,
    RETURN_TO_THE_SESSION_BEFORE,
    REVOKE,
    REVOKE_AS_READ,
    REVOKE_ALL,
    REVOKE_OTHERS,
    LIST;

    /** Whether the answer may be a new session. */
    boolean mayCreate() {
      return name().startsWith("LOG_IN") || name().startsWith("LOGIN");
    }

    /** Whether it ends the oldest session, so that their order matters. */
    boolean endsOldest() {
      return this == LOG_IN_MAKING_ROOM;
    }

    /** Whether a session goes on under a new id. */
    boolean moves() {
      return name().startsWith("LOGIN");
    }

    /** Whether it is atomic to an observer; a list and a limit read first. */
    boolean isAtomic() {
      return this != LIST && this != LOG_IN_UNLESS_FULL && this != LOG_IN_MAKING_ROOM;
    }
  }

  /** What a run needs often to come far. */
  private static final List<Operation> OFTEN =
      List.of(
          Operation.LOG_IN,
          Operation.LOGIN,
          Operation.PUT,
          Operation.ACCESS,
          Operation.ROTATE,
          Operation.ROTATE,
          Operation.SHOW_WHAT_ROTATION_GAVE);

  private static final List<Operation> ALL = List.of(Operation.values());

  /** A client's first step: one is nobody's, the others are of few users. */
  static Step logIn(int client) {
    return new Step(Operation.LOG_IN, client, client % OTHERS);
  }

  public static Step random(RandomGenerator random) {
    List<Operation> operations = random.nextBoolean() ? OFTEN : ALL;
    Operation operation = operations.get(random.nextInt(operations.size()));
    return new Step(operation, random.nextInt(CLIENTS), random.nextInt(OTHERS));
  }

  /** A random step whose operation is atomic. */
  public static Step randomAtomic(RandomGenerator random) {
    Step step = random(random);
    return step.operation.isAtomic() ? step : new Step(Operation.LOG_IN, step.client, step.other);
  }

  @Override
  public String toString() {
    return "client %d: %s (%d)"
        .formatted(client, operation.name().toLowerCase(Locale.ROOT).replace('_', ' '), other);
  }
}
