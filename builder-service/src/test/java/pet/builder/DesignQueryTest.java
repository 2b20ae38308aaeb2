package pet.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.DesignStatus;

class DesignQueryTest {

  @Test
  void asksForTheFirstTwentyUnlessTold() {
    assertThat(DesignQuery.parse(null, null, null))
        .isEqualTo(new DesignQuery(null, 20, DesignCursor.START));
  }

  @Test
  void aCursorReadsBack() {
    DesignCursor cursor =
        new DesignCursor(Instant.parse("2026-11-22T19:05:00.123456Z"), UUID.randomUUID());

    assertThat(DesignQuery.parse("ACTIVE", "100", cursor.text()))
        .isEqualTo(new DesignQuery(DesignStatus.ACTIVE, 100, cursor));
    assertThat(DesignCursor.parse(DesignCursor.START.text())).isEqualTo(DesignCursor.START);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "draft, -, -, status",
        "'', -, -, status",
        "-, 0, -, limit",
        "-, 101, -, limit",
        "-, -1, -, limit",
        "-, 1.5, -, limit",
        "-, ten, -, limit",
        "-, '', -, limit",
        "-, 99999999999, -, limit",
        "-, -, '', cursor",
        "-, -, abc, cursor",
        "-, -, '!!!', cursor",
        "-, -, f_________________________________, cursor",
        "-, -, ________________________________, cursor", // before the epoch
        "-, -, f_______________________________, cursor", // after PostgreSQL's last day
        "x, x, x, status limit cursor",
      })
  void namesEveryParameterThatIsWrong(String status, String limit, String cursor, String fields) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> DesignQuery.parse(status, limit, cursor))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .isEqualTo(Arrays.asList(fields.split(" "))));
  }

  @Test
  void aCursorTellsNothingAndIsSafeInAUrl() {
    String text = new DesignCursor(Instant.EPOCH, new UUID(-1, -1)).text();

    assertThat(text).matches("[A-Za-z0-9_-]+");
  }
}
