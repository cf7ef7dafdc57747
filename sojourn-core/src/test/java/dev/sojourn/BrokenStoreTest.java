package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sojourn.memory.InMemorySessionStore;
import dev.sojourn.spi.SessionStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure of the store is never "no session": every operation throws it unchanged. */
final class BrokenStoreTest {

  private static final SessionToken TOKEN =
      SessionToken.random(SessionId.random(new SecureRandom()), new SecureRandom());

  private final StoreUnavailable trouble = new StoreUnavailable("no answer", null);
  private final Sessions sessions = Sessions.over(broken(trouble), new TinyCodec()).build();

  @ParameterizedTest
  @MethodSource("verbs")
  void aTroubleOfTheStoreIsNeverALogout(Consumer<Sessions> verb) {
    assertThat(catchThrowable(() -> verb.accept(sessions))).isSameAs(trouble);
  }

  static Stream<Consumer<Sessions>> verbs() {
    SessionId id = TOKEN.id();
    Session view = new Session(Records.living(100, 100), new TinyCodec());
    return List.<Consumer<Sessions>>of(
        sessions -> sessions.create(NewSession.of("ada")),
        sessions -> sessions.access(TOKEN),
        sessions -> sessions.peek(TOKEN),
        sessions -> sessions.peek(id),
        sessions -> sessions.save(view.set("a", "b")),
        sessions -> sessions.change(id, changes -> changes.set("a", "b")),
        sessions -> sessions.login(TOKEN, "ada"),
        sessions -> sessions.login(TOKEN, "ada", Device.UNKNOWN),
        sessions -> sessions.rotate(TOKEN),
        sessions -> sessions.revoke(id, EndReason.LOGOUT),
        sessions -> sessions.revoke(view, EndReason.LOGOUT),
        sessions -> sessions.revokeAll("ada", EndReason.LOGOUT),
        sessions -> sessions.revokeOthers("ada", id, EndReason.LOGOUT),
        sessions -> sessions.list("ada"))
        .stream();
  }

  /** A store that makes ids, and fails otherwise. */
  private static SessionStore broken(StoreUnavailable trouble) {
    SessionStore whole = new InMemorySessionStore();
    InvocationHandler answer =
        (proxy, method, arguments) ->
            method.getName().equals("newId")
                ? method.invoke(whole, arguments)
                : CompletableFuture.failedFuture(trouble);
    return (SessionStore)
        Proxy.newProxyInstance(
            SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, answer);
  }
}
