package pet.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.analytics.rollup.RollupTimes;
import pet.analytics.rollup.RollupTopology;

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

  private static List<String> named(String setting) {
    return new AnalyticsSettings(
            null, null, null, setting, null, null, null, null, null, null, null)
        .namedRollups();
  }
}
