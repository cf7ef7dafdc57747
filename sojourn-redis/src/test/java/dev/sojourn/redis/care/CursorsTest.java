package dev.sojourn.redis.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.redis.wire.Page;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor is good for one run of one process. */
final class CursorsTest {

  @Test
  void aWalkGoesOnWhereItWas() {
    Cursors cursors = Cursors.parse("");
    assertThat(cursors.of("a")).isEqualTo(Page.BEGINNING);
    cursors.passed("a", new Page("18446744073709551615", List.of()));
    cursors.passed("b", new Page(Page.BEGINNING, List.of()));

    Cursors later = Cursors.parse(cursors.toString());

    assertThat(later.of("a")).isEqualTo("18446744073709551615");
    assertThat(later.isOver("a")).isFalse();
    assertThat(later.isOver("b")).isTrue();
  }

  @Test
  void anotherRunBeginsAtTheBeginning() {
    Cursors cursors = Cursors.parse("a=over");
    assertThat(cursors.isOver("b")).isFalse();
    assertThat(cursors.of("b")).isEqualTo(Page.BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "=", "a", "a=", "a=x", "a=-1", "a=1x", ",,,", "a=999999999999999999999"})
  void whatCannotBeReadIsNowhere(String text) {
    assertThat(Cursors.parse(text).of("a")).isEqualTo(Page.BEGINNING);
  }
}
