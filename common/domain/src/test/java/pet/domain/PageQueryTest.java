package pet.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.builder.DesignStatus;

class PageQueryTest {

  @Test
  void asksForTheFirstTwentyUnlessTold() {
    assertThat(PageQuery.parse(null, null)).isEqualTo(new PageQuery(20, Cursor.START));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-22T19:05:00.123456Z",
        "2300-01-01T00:00:00Z",
        "9999-12-31T00:00:00Z"
      })
  void aCursorReadsBackAndIsSafeInAUrl(Instant instant) {
    Cursor cursor = new Cursor(instant, UUID.randomUUID());

    assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    assertThat(PageQuery.parse("100", cursor.text())).isEqualTo(new PageQuery(100, cursor));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0, -, limit",
        "101, -, limit",
        "-1, -, limit",
        "1.5, -, limit",
        "ten, -, limit",
        "'', -, limit",
        "99999999999, -, limit",
        "-, '', cursor",
        "-, abc, cursor",
        "-, '!!!', cursor",
        "-, f_________________________________, cursor",
        "-, ________________________________, cursor", // before the epoch
        "-, f_______________________________, cursor", // after PostgreSQL's last day
        "x, x, limit cursor",
      })
  void namesEveryParameterThatIsWrong(String limit, String cursor, String fields) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> PageQuery.parse(limit, cursor))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .isEqualTo(List.of(fields.split(" "))));
  }

  @Test
  void aChoiceIsOneOfTheNames() {
    assertThat(PageQuery.choice("status", DesignStatus.class, null)).isNull();
    assertThat(PageQuery.choice("status", DesignStatus.class, "draft"))
        .isEqualTo(DesignStatus.DRAFT);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> PageQuery.choice("status", DesignStatus.class, "NEW"))
        .withMessage("status must be one of DRAFT, ACTIVE, ARCHIVED");
  }

  @Test
  void oneRowMoreThanAskedMeansThatThereIsANextPage() {
    PageQuery query = new PageQuery(2, Cursor.START);

    assertThat(page(query, 0)).isEqualTo(new Page<>(List.of(), null));
    assertThat(page(query, 2)).isEqualTo(new Page<>(List.of("row 0", "row 1"), null));
    assertThat(page(query, 3)).isEqualTo(new Page<>(List.of("row 0", "row 1"), place(1).text()));
  }

  private static Page<String> page(PageQuery query, int rows) {
    return query.pageOf(
        List.of(0, 1, 2).subList(0, rows), row -> "row " + row, PageQueryTest::place);
  }

  private static Cursor place(int row) {
    return new Cursor(Instant.EPOCH, new UUID(0, row));
  }
}
