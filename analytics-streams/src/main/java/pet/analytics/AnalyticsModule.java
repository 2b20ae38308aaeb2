package pet.analytics;

import java.util.ArrayList;
import java.util.List;
import pet.analytics.rollup.RollupTopology;
import pet.domain.ModuleName;
import pet.domain.analytics.Analytics;
import pet.platform.Module;
import pet.platform.ModuleContext;

/** Analytics: the topologies that count, and the questions they answer. */
public final class AnalyticsModule implements Module {

  @Override
  public ModuleName name() {
    return ModuleName.ANALYTICS;
  }

  @Override
  public Class<?> settings() {
    return AnalyticsSettings.class;
  }

  @Override
  public void install(ModuleContext context) {
    AnalyticsSettings settings = context.settings(AnalyticsSettings.class);
    Rollups rollups = new Rollups(settings.times(), context.metrics());
    RollupStreams streams =
        new RollupStreams(
            rollups,
            settings.streams(),
            settings.streamLasts().toJavaDuration(),
            context.metrics());
    RollupView view = new RollupView(context.kafka(), rollups, streams, context.metrics());

    context.resource(new AnalyticsResource(rollups, view, streams));
    context.manage(streams);
    context.endsStreams(streams::end);
    context.provide(Analytics.class, new AnalyticsForNeighbours(rollups));
    // None is needed to be ready: while Kafka is away, an answer is 503 or as old as it says.
    context.health("analytics-view", view.health());
    context.manage(view);
    Generations generations = new Generations(context.kafka(), settings.application());
    context.manage(generations);
    List<StreamsRunner> runners = new ArrayList<>();
    for (RollupTopology<?> rollup : rollups.named(settings.namedRollups())) {
      StreamsRunner runner =
          new StreamsRunner(
              rollup, rollups, settings, context.kafka(), generations, context.metrics());
      context.health("analytics-" + rollup.name(), runner.health());
      runners.add(runner);
    }
    StreamsRunners all = new StreamsRunners(runners);
    context.manageLater(all);
    context.task(new LeaveTask(all));
  }
}
