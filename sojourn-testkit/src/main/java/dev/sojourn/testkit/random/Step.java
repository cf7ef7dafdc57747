package dev.sojourn.testkit.random;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * One step of a random run: an operation of one client.
 *
 * @param operation the operation
 * @param client the number of the client
 * @param other a small number that selects a user, an attribute or another client
 */
public record Step(Operation operation, int client, int other) {

  static final int CLIENTS = 4;
  static final int OTHERS = 3;

  /** The operations of a client. */
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

    /** Whether it may create a session. */
    boolean mayCreate() {
      return name().startsWith("LOG_IN") || name().startsWith("LOGIN");
    }

    /** Whether it ends the oldest session, so that their order matters. */
    boolean endsOldest() {
      return this == LOG_IN_MAKING_ROOM;
    }

    /** Whether a session gets a new id. */
    boolean moves() {
      return name().startsWith("LOGIN");
    }

    /** Whether it is atomic to an observer; a list and a limit read first. */
    boolean isAtomic() {
      return this != LIST && this != LOG_IN_UNLESS_FULL && this != LOG_IN_MAKING_ROOM;
    }
  }

  /** Operations that a run needs often to reach interesting states. */
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

  /** A client's first step: one session is anonymous, the others belong to two users. */
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
