package pet.analytics;

import pet.domain.analytics.Analytics;
import pet.domain.analytics.PersonalCounts;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class AnalyticsForNeighbours implements Analytics {

  private final PersonalCounts counts;

  AnalyticsForNeighbours(Rollups rollups) {
    counts = rollups.personalCounts();
  }

  @Override
  public PersonalCounts counts() {
    return counts;
  }
}
