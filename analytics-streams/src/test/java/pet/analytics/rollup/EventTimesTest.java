package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

  private static final List<String> TIMES =
      List.of(
          "2026-11-22T19:05:00Z",
          "2026-11-22T19:05:00.1Z",
          "2026-11-22T19:05:00.12Z",
          "2026-11-22T19:05:00.123Z",
          "2026-11-22T19:05:00.999999999Z",
          "2026-11-22T19:05:00.000001Z",
          "2026-11-22T19:05:00+01:00",
          "2026-11-22T19:05:00.5+01:00",
          "2026-11-22T19:05Z",
          "2026-11-22T19:05:01Z",
          "1969-12-31T23:59:59.5Z");

  private final EventTimes times = new EventTimes();

  @Test
  void eachIsReadAsTheInstantThatItIsWhateverCameBefore() {
    for (String before : TIMES) {
      for (String text : TIMES) {
        times.millis(before);
        assertThat(times.millis(text))
            .as("%s after %s", text, before)
            .isEqualTo(OffsetDateTime.parse(text).toInstant().toEpochMilli());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-22T19:05:00",
        "2026-11-22T19:05:00.12x4Z",
        "2026-11-22T19:05:00.1234567890Z",
        "2026-11-22T19:05:00.+5Z",
        "2026-02-30T19:05:00Z"
      })
  void whatIsNoTimeIsNoneEvenInASecondThatIsKnown(String text) {
    times.millis("2026-11-22T19:05:00Z");
    assertThatThrownBy(() -> times.millis(text)).isInstanceOf(DateTimeException.class);
  }
}
