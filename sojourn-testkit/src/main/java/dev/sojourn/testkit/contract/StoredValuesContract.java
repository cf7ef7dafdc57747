package dev.sojourn.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.Device;
import dev.sojourn.EncodedValue;
import dev.sojourn.spi.SessionDelta;
import dev.sojourn.spi.SessionDelta.Change;
import dev.sojourn.spi.SessionDelta.Put;
import dev.sojourn.testkit.DifficultTexts;
import dev.sojourn.testkit.Sample;
import dev.sojourn.testkit.TestClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values are read back exactly as stored, however difficult they are. */
interface StoredValuesContract extends ContractTests {

  @Test
  default void namesThatAreHardToStoreComeBack() {
    assertComesBack(named(DifficultTexts.NAMES));
  }

  @Test
  default void textsThatAreHardToStoreComeBack() {
    assertComesBack(valued(DifficultTexts.TEXTS.stream().map(EncodedValue::text)));
  }

  @Test
  default void jsonThatIsHardToStoreComesBack() {
    assertComesBack(valued(DifficultTexts.JSON.stream().map(EncodedValue::json)));
  }

  @Test
  default void aTextThatLooksLikeJsonStaysText() {
    assertComesBack(valued(DifficultTexts.JSON.stream().map(EncodedValue::text)));
  }

  @Test
  default void labelsThatAreHardToStoreComeBack() {
    for (String label : DifficultTexts.NAMES) {
      Device device = new Device(Optional.of(label), Optional.of("2001:db8::/48"));
      TestClient client = Sample.of("ada").on(device).in(store());
      assertThat(client.record().device()).isEqualTo(device);
      assertThat(client.record().attributes()).isEmpty();
    }
  }

  @Test
  default void textsOfEveryLengthComeBack() {
    assertComesBack(valued(Stream.of(0, 1, 63, 64, 65, 4096, 16384).map(n -> filled("€", n / 3))));
  }

  @Test
  default void oneTextAsLongAsASessionMayHoldComesBack() {
    int bytes = subject().limits().sessionBytes() - 2;
    assertComesBack(valued(Stream.of(filled("\"", bytes))));
  }

  /** Every way to store a value and to keep it: create, put, edit; login, rotate. */
  private void assertComesBack(Map<String, EncodedValue> attributes) {
    TestClient created = Sample.of("ada").with(attributes).in(store());
    assertHolds(attributes, created);
    created.rotated();
    assertHolds(attributes, created);
    assertHolds(attributes, created.logIn("bob"));

    TestClient put = logIn("ada");
    assertThat(put.change(puts(attributes))).isPresent();
    assertHolds(attributes, put);
    assertThat(put.change(edits(attributes))).isPresent();
    assertHolds(attributes, put);
  }

  private static void assertHolds(Map<String, EncodedValue> attributes, TestClient client) {
    Map<String, EncodedValue> stored = client.record().attributes();
    assertThat(stored).containsOnlyKeys(attributes.keySet());
    attributes.forEach(
        (name, value) -> assertThat(stored).as(name).extractingByKey(name).isEqualTo(value));
    assertThat(client.record().device()).isEqualTo(Device.UNKNOWN);
  }

  private static SessionDelta puts(Map<String, EncodedValue> attributes) {
    Map<String, Change> changes = new LinkedHashMap<>();
    attributes.forEach((name, value) -> changes.put(name, new Put(value)));
    return SessionDelta.of(changes);
  }

  private static SessionDelta edits(Map<String, EncodedValue> attributes) {
    Map<String, Change> changes = new LinkedHashMap<>();
    attributes.forEach(
        (name, value) ->
            changes.put(name, new SessionDelta.Edit(old -> old.filter(value::equals))));
    return SessionDelta.of(changes);
  }

  private static Map<String, EncodedValue> named(List<String> names) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    names.forEach(name -> attributes.put(name, EncodedValue.text("of " + name)));
    return attributes;
  }

  private static Map<String, EncodedValue> valued(Stream<EncodedValue> values) {
    Map<String, EncodedValue> attributes = new LinkedHashMap<>();
    values.forEach(value -> attributes.put("v" + attributes.size(), value));
    return attributes;
  }

  private static EncodedValue filled(String character, int count) {
    return EncodedValue.text(character.repeat(count));
  }
}
