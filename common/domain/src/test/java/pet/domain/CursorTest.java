package pet.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {

  @Test
  void readsWhatItWrote() {
    Cursor cursor =
        new Cursor(Instant.parse("2026-11-22T19:05:00.123456Z"), new UUID(0x1234L, -5L));
    assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    assertThat(Cursor.parse(Cursor.START.text())).isEqualTo(Cursor.START);
    assertThat(Cursor.parse(null)).isEqualTo(Cursor.START);
  }

  @Test
  void refusesWhatIsNoCursor() {
    for (String text : new String[] {"", "!", "AAAA", "x".repeat(32)}) {
      assertThatExceptionOfType(InvalidInput.class)
          .as(text)
          .isThrownBy(() -> Cursor.parse(text))
          .withMessageContaining("cursor");
    }
  }
}
