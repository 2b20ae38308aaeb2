package pet.analytics;

import com.codahale.metrics.MetricRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.domain.ModuleName;
import pet.domain.analytics.Analytics;
import pet.testing.PetProcess;
import pet.testing.Servers;
import pet.testing.ServersExtension;
import pet.testing.contract.AnalyticsContract;
import pet.testing.contract.Places;

/** The module keeps its promises wherever it runs. */
@ExtendWith(ServersExtension.class)
@Timeout(60)
class AnalyticsContractIT {

  private static PetProcess process;
  private static Places<Analytics> places;

  @BeforeAll
  static void boot(Servers servers) {
    process =
        PetProcess.of("analytics", List.of(new AnalyticsModule()), "analytics.yml")
            .on(servers)
            .with("analytics.application", "analytics-contract-it")
            .with("analytics.stateDirectory", Path.of("target", "analytics-contract-it"))
            .start();
    Rollups rollups = new Rollups(AnalyticsSettings.DEFAULT.times(), new MetricRegistry());
    places =
        new Places<>(
            ModuleName.ANALYTICS,
            Analytics.class,
            new AnalyticsForNeighbours(rollups),
            process.url());
  }

  @AfterAll
  static void stop() {
    places.close();
    process.close();
  }

  @Nested
  class Here extends AnalyticsContract {
    @Override
    protected Analytics analytics() {
      return places.here();
    }
  }

  @Nested
  class Elsewhere extends AnalyticsContract {
    @Override
    protected Analytics analytics() {
      return places.elsewhere();
    }
  }

  @Nested
  class OnABadDay extends AnalyticsContract {
    @Override
    protected Analytics analytics() {
      return places.onABadDay();
    }
  }
}
