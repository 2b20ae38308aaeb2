package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.analytics.rollup.Grain;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.domain.FieldError;
import pet.domain.InvalidInput;

class RollupQueryTest {

  private static final Rollups ROLLUPS = new Rollups(RollupTimes.DEFAULT, new MetricRegistry());
  private static final RollupTopology<?> DESIGNS = ROLLUPS.named("designs").orElseThrow();
  private static final Instant NOW = Instant.parse("2026-11-22T19:05:30Z");

  @ParameterizedTest
  @CsvSource({
    "minute,2026-11-22T17:05:30Z",
    "hour,2026-11-21T19:05:30Z",
    "day,2026-10-23T19:05:30Z",
    ",2026-11-21T19:05:30Z"
  })
  void asksForTheUsualRange(String grain, Instant from) {
    RollupQuery query = RollupQuery.of(DESIGNS, grain, null, null, NOW);
    assertThat(query.from()).isEqualTo(from);
    assertThat(query.to()).isEqualTo(NOW);
    assertThat(query.grain()).isEqualTo(grain == null ? Grain.HOUR : query.grain());
  }

  @ParameterizedTest
  @CsvSource({
    "year,,,grain",
    "'',,,grain",
    "MINUTE,,,grain",
    "hour,,today,to",
    "hour,2026-11-22,,from",
    "hour,2026-11-22T19:05:30Z,2026-11-22T19:05:30Z,from",
    "hour,2026-11-23T00:00:00Z,,from",
    "minute,2026-11-01T00:00:00Z,2026-11-20T00:00:00Z,from",
    "day,1969-12-31T23:59:59Z,,from",
    "day,,+10000-01-01T00:00:00Z,to",
    "year,yesterday,today,grain from to",
  })
  void namesAllThatIsWrong(String grain, String from, String to, String fields) {
    assertThatThrownBy(() -> RollupQuery.of(DESIGNS, grain, from, to, NOW))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .containsExactly(fields.split(" ")));
  }

  @Test
  void theBeginningOfTimeIsFarEnough() {
    RollupQuery query = RollupQuery.of(DESIGNS, "day", null, "1970-01-02T00:00:00Z", NOW);
    assertThat(query.from()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void whatIsCountedByDayIsAskedByDay() {
    RollupTopology<?> funnel = ROLLUPS.named("funnel").orElseThrow();
    assertThat(RollupQuery.of(funnel, null, null, null, NOW).grain()).isEqualTo(Grain.DAY);
    assertThatThrownBy(() -> RollupQuery.of(funnel, "hour", null, null, NOW))
        .isInstanceOf(InvalidInput.class);
  }
}
