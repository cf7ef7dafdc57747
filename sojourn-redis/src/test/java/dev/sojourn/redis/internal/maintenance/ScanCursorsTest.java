package dev.sojourn.redis.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.internal.connection.ScanPage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is only valid for one server process. */
final class ScanCursorsTest {

  @Test
  void aScanResumesWhereItStopped() {
    ScanCursors cursors = ScanCursors.parse("");
    assertThat(cursors.cursorOf("a")).isEqualTo(ScanPage.BEGINNING);
    cursors.advance("a", new ScanPage("18446744073709551615", List.of()));
    cursors.advance("b", new ScanPage(ScanPage.BEGINNING, List.of()));

    ScanCursors later = ScanCursors.parse(cursors.toString());

    assertThat(later.cursorOf("a")).isEqualTo("18446744073709551615");
    assertThat(later.isDone("a")).isFalse();
    assertThat(later.isDone("b")).isTrue();
  }

  @Test
  void anotherRunBeginsAtTheBeginning() {
    ScanCursors cursors = ScanCursors.parse("a=over");
    assertThat(cursors.isDone("b")).isFalse();
    assertThat(cursors.cursorOf("b")).isEqualTo(ScanPage.BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "=", "a", "a=", "a=x", "a=-1", "a=1x", ",,,", "a=999999999999999999999"})
  void whatCannotBeReadIsNowhere(String text) {
    assertThat(ScanCursors.parse(text).cursorOf("a")).isEqualTo(ScanPage.BEGINNING);
  }
}
