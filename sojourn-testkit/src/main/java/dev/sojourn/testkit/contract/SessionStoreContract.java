package dev.sojourn.testkit.contract;

import dev.sojourn.testkit.StoreSubject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of {@link dev.sojourn.spi.SessionStore}: what every store promises, whatever it is
 * made of. Extend it, open the store, and every test of every theme runs on it.
 */
public abstract class SessionStoreContract
    implements CreationContract,
        AccessContract,
        ExpiryContract,
        ChangeContract,
        ConcurrentChangeContract,
        NestedChangeContract,
        StoredValuesContract,
        RevocationContract,
        LateWriteContract,
        IndexContract,
        UserIdContract,
        LoginContract,
        RotationContract,
        LimitContract,
        RandomOperationsContract {

  private Optional<StoreSubject> subject = Optional.empty();

  /** A store that holds no session. */
  protected abstract StoreSubject open();

  @BeforeEach
  final void openSubject() {
    subject = Optional.of(open());
  }

  @AfterEach
  final void closeSubject() {
    subject.ifPresent(StoreSubject::close);
  }

  @Override
  public final StoreSubject subject() {
    return subject.orElseThrow();
  }
}
