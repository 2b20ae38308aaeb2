package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;
import pet.messaging.Topics;

class RollupsTest {

  private final Rollups rollups = new Rollups(RollupTimes.DEFAULT, new MetricRegistry());

  @Test
  void aProcessCountsAllUnlessToldWhich() {
    assertThat(rollups.named(named(null)))
        .extracting(RollupTopology::name)
        .containsExactly("designs", "orders", "options", "funnel", "fulfilment", "webhooks");
    assertThat(rollups.named(named(" funnel, designs,funnel ")))
        .extracting(RollupTopology::name)
        .containsExactly("funnel", "designs");
  }

  @Test
  void aNameThatIsNoRollupsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rollups.named(named("designs,desings")))
        .withMessage(
            "setting analytics.rollups must name rollups"
                + " (designs, orders, options, funnel, fulfilment, webhooks), not \"desings\"");
  }

  /** Events about people carry their id, also of who said no: nobody counts them. */
  @Test
  void noRollupReadsWhatTellsOfPeople() {
    for (RollupTopology<?> rollup : rollups.all()) {
      assertThat(rollup.topology(topic -> 1).describe().toString())
          .as(rollup.name())
          .contains("-events")
          .doesNotContain(Topics.USER_EVENTS);
    }
    assertThat(rollups.sources()).doesNotContain(Topics.USER_EVENTS);
  }

  private static List<String> named(String setting) {
    return new AnalyticsSettings(
            null, null, null, setting, null, null, null, null, null, null, null)
        .namedRollups();
  }
}
