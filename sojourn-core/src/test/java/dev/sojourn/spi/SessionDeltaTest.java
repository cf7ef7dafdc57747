package dev.sojourn.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.Timeouts;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Edit;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.spi.SessionDelta.Remove;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SessionDeltaTest {

  private static final Change PUT = new Put(text("new"));
  private static final Change REMOVE = new Remove();
  private static final Change EXCLAIM = new Edit(old -> old.map(v -> text(v.text() + "!")));

  @Test
  void whatIsNotNamedStaysAsItIs() {
    Map<String, EncodedValue> before = Map.of("a", text("1"), "b", text("2"), "c", text("3"));
    SessionDelta delta = SessionDelta.of(Map.of("a", PUT, "b", REMOVE, "d", PUT));

    assertThat(delta.applyTo(before))
        .isEqualTo(Map.of("a", text("new"), "c", text("3"), "d", text("new")));
    assertThat(before).hasSize(3);
  }

  @Test
  void anEditSeesTheOldValueOrNone() {
    SessionDelta delta = SessionDelta.of(Map.of("a", EXCLAIM, "b", EXCLAIM));
    assertThat(delta.applyTo(Map.of("a", text("1")))).isEqualTo(Map.of("a", text("1!")));
  }

  @Test
  void aChangeMakesAValueOrNone() {
    assertThat(SessionDelta.result(PUT, Optional.of(text("1")))).contains(text("new"));
    assertThat(SessionDelta.result(REMOVE, Optional.of(text("1")))).isEmpty();
    assertThat(SessionDelta.result(EXCLAIM, Optional.of(text("1")))).contains(text("1!"));
    assertThat(SessionDelta.result(EXCLAIM, Optional.empty())).isEmpty();
  }

  @Test
  void aDeltaKnowsWhatItCanDo() {
    SessionDelta label = new SessionDelta(Map.of(), Optional.of("Phone"), Optional.empty());
    SessionDelta timeouts =
        new SessionDelta(Map.of(), Optional.empty(), Optional.of(Timeouts.DEFAULT));

    assertThat(SessionDelta.NONE.isEmpty()).isTrue();
    assertThat(label.isEmpty()).isFalse();
    assertThat(timeouts.isEmpty()).isFalse();
    assertThat(one(REMOVE).isEmpty()).isFalse();
    assertThat(one(EXCLAIM).hasEdits()).isTrue();
    assertThat(one(PUT).hasEdits()).isFalse();
    assertThat(one(PUT).mayGrow()).isTrue();
    assertThat(one(EXCLAIM).mayGrow()).isTrue();
    assertThat(one(REMOVE).mayGrow()).isFalse();
    assertThat(label.mayGrow()).isFalse();
  }

  @Test
  void aNameOrLabelThatNoSessionMayHaveIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionDelta.of(Map.of("a\nb", PUT)))
        .withMessageContaining("name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionDelta(Map.of(), Optional.of("\n"), Optional.empty()))
        .withMessageContaining("label");
  }

  @Test
  void aLabelIsTheOneThatADeviceWouldHave() {
    Optional<String> tooLong = Optional.of("x".repeat(Device.LONGEST_LABEL + 1));
    assertThat(new SessionDelta(Map.of(), tooLong, Optional.empty()).label())
        .contains("x".repeat(Device.LONGEST_LABEL));
    assertThat(new SessionDelta(Map.of(), Optional.of(""), Optional.empty()).isEmpty()).isTrue();
  }

  @Test
  void theChangesAreACopyThatNobodyChanges() {
    Map<String, Change> mine = new HashMap<>(Map.of("a", PUT));
    SessionDelta delta = SessionDelta.of(mine);
    mine.put("b", PUT);

    assertThat(delta.attributes()).containsOnlyKeys("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> delta.attributes().clear());
  }

  private static SessionDelta one(Change change) {
    return SessionDelta.of(Map.of("a", change));
  }

  private static EncodedValue text(String text) {
    return EncodedValue.text(text);
  }
}
