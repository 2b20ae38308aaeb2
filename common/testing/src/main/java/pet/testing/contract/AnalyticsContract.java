package pet.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import pet.domain.analytics.Analytics;
import pet.domain.analytics.PersonalCounts.Count;

/** What the analytics module promises its neighbours. */
public abstract class AnalyticsContract {

  /** As the place in question calls it. */
  protected abstract Analytics analytics();

  @Test
  void tellsWherePeopleAreCountedAndForHowLong() {
    assertThat(analytics().counts().counts())
        .contains(
            new Count("designs", "designers", "minute", 7),
            new Count("designs", "designers", "hour", 400),
            new Count("designs", "designers", "day", null))
        .doesNotHaveDuplicates();
  }

  @Test
  void tellsTheSameAgain() {
    assertThat(analytics().counts()).isEqualTo(analytics().counts());
  }

  @Test
  void whatIsToldCannotBeChanged() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> analytics().counts().counts().clear());
  }
}
