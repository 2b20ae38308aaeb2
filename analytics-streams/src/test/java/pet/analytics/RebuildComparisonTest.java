package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import pet.analytics.RebuildComparison.Difference;
import pet.analytics.RebuildComparison.Result;
import pet.analytics.RebuildComparison.Verdict;
import pet.messaging.Topics;

class RebuildComparisonTest {

  private static final String TOPIC = Topics.ANALYTICS_FULFILMENT;
  private static final String DAY = "day|2026-11-20T00:00:00Z|SHIPPED";
  private static final String EARLIER = "day|2026-11-19T00:00:00Z|SHIPPED";
  private static final long NEWEST = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();

  private final RebuildComparison comparison = comparison("fulfilment");

  private static RebuildComparison comparison(String rollup) {
    Rollups rollups = new Rollups(AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
    return new RebuildComparison(rollups.named(rollup).orElseThrow(), NEWEST);
  }

  private static String value(int count, int p50) {
    return "{\"final\":true,\"count\":%d,\"p50\":%d,\"p95\":900,\"p99\":990}".formatted(count, p50);
  }

  @Test
  void equalIsEqualInWhateverOrder() {
    comparison.published(TOPIC, DAY, "{\"count\":3,\"final\":true}");
    comparison.rebuilt(TOPIC, DAY, "{\"final\":true,\"count\":3}");
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.EQUAL);
    assertThat(comparison.result().differences()).isEmpty();
  }

  @Test
  void aCountIsCorrectedAndTold() {
    comparison.published(TOPIC, DAY, value(3, 500));
    comparison.rebuilt(TOPIC, DAY, value(4, 500));
    Difference difference = comparison.result().differences().get(0);
    assertThat(difference.verdict()).isEqualTo(Verdict.CORRECTED);
    assertThat(difference.after()).isEqualTo(value(4, 500));
    assertThat(RebuildComparison.describe(difference)).isEqualTo(DAY + " count 3 -> 4");
    assertThat(RebuildComparison.isOfWindow(difference)).isTrue();
  }

  @Test
  void aPercentileThatWasDrawnAnewStaysUnlessItIsFarOff() {
    comparison.published(TOPIC, DAY, value(300, 500));
    comparison.rebuilt(TOPIC, DAY, value(300, 512));
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.EQUAL);
    comparison.rebuilt(TOPIC, DAY, value(300, 700));
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.CORRECTED);
  }

  @Test
  void whatIsOpenIsUpdatedAndWhatCameLateIsNeverOpen() {
    comparison.published(TOPIC, DAY, value(3, 500).replace("true", "false"));
    comparison.rebuilt(TOPIC, DAY, value(4, 500));
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.UPDATED);
    String late = "fulfilment|" + EARLIER;
    comparison.published(Topics.ANALYTICS_LATE, late, "{\"final\":false,\"count\":1}");
    comparison.rebuilt(Topics.ANALYTICS_LATE, late, "{\"final\":false,\"count\":2}");
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.UPDATED, Verdict.CORRECTED);
  }

  @Test
  void whatIsNoJsonIsCorrected() {
    comparison.published(TOPIC, DAY, "oops");
    comparison.rebuilt(TOPIC, DAY, value(3, 500));
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.CORRECTED);
  }

  @Test
  void whatNoEventTellsOfIsRemovedButNotFromBeforeTheFirstEvent() {
    String later = "day|2026-11-21T00:00:00Z|SHIPPED";
    comparison.published(TOPIC, EARLIER, value(1, 500));
    comparison.published(TOPIC, later, value(1, 500));
    comparison.rebuilt(TOPIC, DAY, value(3, 500));
    Result result = comparison.result();
    assertThat(result.windows())
        .containsOnlyKeys(Verdict.LEFT, Verdict.ADDED, Verdict.REMOVED)
        .containsEntry(Verdict.LEFT, 1);
    assertThat(result.differences())
        .extracting(difference -> difference.place().key())
        .containsExactly(DAY, later);
    assertThat(result.differences().get(1).after()).isNull();
  }

  @Test
  void nothingIsRemovedWhereThereIsNoEventAtAll() {
    comparison.published(TOPIC, DAY, value(1, 500));
    assertThat(comparison.result().windows()).containsOnlyKeys(Verdict.LEFT);
  }

  @Test
  void whatHasExpiredIsNotPublishedAnew() {
    RebuildComparison designs = comparison("designs");
    designs.rebuilt(Topics.ANALYTICS_DESIGNS, "minute|2026-11-10T10:00:00Z", "{\"created\":1}");
    designs.published(Topics.ANALYTICS_DESIGNS, "minute|2026-11-10T10:01:00Z", "{\"created\":1}");
    assertThat(designs.result().windows()).containsOnlyKeys(Verdict.REMOVED);
    assertThat(designs.result().differences()).hasSize(1);
  }

  @Test
  void ofSharedTopicsOnlyItsOwnKeysCount() {
    String late = "day|2026-11-20T00:00:00Z";
    comparison.published(Topics.ANALYTICS_LATE, "designs|" + late, "{\"created\":1}");
    comparison.published(Topics.ANALYTICS_WATERMARKS, "designs|0", "{}");
    comparison.published(Topics.ANALYTICS_WATERMARKS, "fulfilment|1", "{\"finalUntil\":1}");
    comparison.rebuilt(Topics.ANALYTICS_WATERMARKS, "fulfilment|0", "{\"finalUntil\":2}");
    comparison.rebuilt(Topics.ANALYTICS_LATE, "fulfilment|" + late + "|SHIPPED", "{\"count\":1}");
    Result result = comparison.result();
    assertThat(result.windows()).containsOnlyKeys(Verdict.ADDED).containsEntry(Verdict.ADDED, 1);
    // How far it has come is told, and never taken back.
    assertThat(result.differences())
        .extracting(difference -> difference.place().key())
        .containsExactly("fulfilment|" + late + "|SHIPPED", "fulfilment|0");
  }

  @Test
  void aKeyThatIsNoWindowIsForAnOperatorToMend() {
    comparison.published(TOPIC, "what", "{}");
    assertThatThrownBy(comparison::result)
        .isInstanceOf(CannotRebuildException.class)
        .hasMessageContaining("what");
  }
}
