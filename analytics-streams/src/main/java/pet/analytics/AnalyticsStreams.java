package pet.analytics;

import java.util.List;
import pet.platform.PetApplication;

/** The analytics module as a process of its own. */
public final class AnalyticsStreams {

  private AnalyticsStreams() {}

  public static void main(String[] args) throws Exception {
    new PetApplication("analytics-streams", List.of(new AnalyticsModule())).run(args);
  }
}
