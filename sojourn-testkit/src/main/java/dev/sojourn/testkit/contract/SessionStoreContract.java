package dev.sojourn.testkit.contract;

import dev.sojourn.testkit.StoreSubject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of {@link dev.sojourn.spi.SessionStore}. Extend it and open your store; the tests of
 * all themes then run on it.
 */
public abstract class SessionStoreContract
    implements CreationContract,
        AccessContract,
        ExpiryContract,
        ChangeContract,
        ConcurrentChangeContract,
        MemberOperationContract,
        NestedChangeContract,
        StoredValuesContract,
        RevocationContract,
        LogoutContract,
        LateWriteContract,
        IndexContract,
        UserIdContract,
        LoginContract,
        RotationContract,
        LimitContract,
        RandomOperationsContract {

  private Optional<StoreSubject> subject = Optional.empty();

  /** Opens an empty store, for one test. */
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
