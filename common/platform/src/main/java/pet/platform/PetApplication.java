package pet.platform;

import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Namespace;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.platform.remote.ServiceIdentity;

/** A process of the store: it hosts those of its modules that the configuration calls local. */
public final class PetApplication extends Application<PetConfiguration> {

  private static final Logger LOG = LoggerFactory.getLogger(PetApplication.class);

  private final String name;
  private final List<Module> modules;
  private final Companion companion;
  private volatile Server server;
  private SettingLines lines;

  /**
   * @param name of the process, in logs and metrics
   * @param modules what it can host
   */
  public PetApplication(String name, List<Module> modules) {
    this(name, modules, Companion.NONE);
  }

  public PetApplication(String name, List<Module> modules, Companion companion) {
    this.name = name;
    this.modules = List.copyOf(modules);
    this.companion = companion;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public void initialize(Bootstrap<PetConfiguration> bootstrap) {
    lines = new SettingLines(bootstrap.getConfigurationSourceProvider());
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(lines, EnvironmentVariables.ofProcess().substitutor()));
  }

  @Override
  protected void addDefaultCommands(Bootstrap<PetConfiguration> bootstrap) {
    bootstrap.addCommand(new Serve(this));
    bootstrap.addCommand(new CheckCommand<>(this));
  }

  @Override
  public void run(PetConfiguration configuration, Environment environment) throws Exception {
    StartCheck.Checked checked = StartCheck.check(configuration, modules, lines);
    // First, so that it stops last.
    environment.lifecycle().manage(Background.of(() -> {}, companion::stop));
    companion.start();
    environment
        .lifecycle()
        .addServerLifecycleListener(
            started -> {
              server = started;
              companion.serving();
            });
    if (configuration.getServerFactory() instanceof AbstractServerFactory factory) {
      factory.setRegisterDefaultExceptionMappers(false);
      // A thread would be named after its request's path, which may be a secret: a link to an
      // order.
      factory.setEnableThreadNameFilter(false);
    }
    ProcessHost host =
        new ProcessHost(configuration, checked, environment, ProcessIdentity.of(name));
    serveJson(host, environment);
    checkLogins(host, environment);
    serveAdmin(host, environment);
    host.install(modules);
  }

  @Override
  protected void onFatalError(Throwable thrown) {
    companion.stop();
    companion.failed(thrown);
  }

  private String where(String setting) {
    return lines.of(setting);
  }

  /** Stops as a termination signal does: requests in hand finish, then everything is closed. */
  public void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  private void serveJson(ProcessHost host, Environment environment) {
    var jersey = environment.jersey();
    // A Location stays a path: an address of ours would be wrong behind whoever forwards to us.
    jersey.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
    jersey.register(
        new JsonApi(
            host.json(), new ServiceIdentity(name, host.configuration().remote().secret())));
  }

  private static void checkLogins(ProcessHost host, Environment environment) {
    var jersey = environment.jersey();
    jersey.register(new AuthDynamicFeature(host.logins()));
    jersey.register(RolesAllowedDynamicFeature.class);
    jersey.register(new AuthValueFactoryProvider.Binder<>(Caller.class));
  }

  private static void serveAdmin(ProcessHost host, Environment environment) {
    PrometheusRegistry registry = new PrometheusRegistry();
    DropwizardExports.builder().dropwizardRegistry(environment.metrics()).register(registry);
    JvmMetrics.builder().register(registry);
    var admin = environment.admin();
    admin.addServlet("prometheus", new PrometheusMetricsServlet(registry)).addMapping("/metrics");
    admin.addServlet("modules", new ModulesServlet(host)).addMapping("/modules");
  }

  /** Says why a start failed in words; the stack is for the curious. */
  private static final class Serve extends ServerCommand<PetConfiguration> {
    private static final Pattern SETTING = Pattern.compile("(?<= at: )[\\w.]+");

    private final PetApplication application;

    Serve(PetApplication application) {
      super(application);
      this.application = application;
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable thrown) {
      cli.getStdErr().println(cannotStart(thrown));
    }

    private String cannotStart(Throwable thrown) {
      Matcher malformed = SettingsFile.MALFORMED.matcher(String.valueOf(thrown.getMessage()));
      if (malformed.find()) {
        return "cannot start: "
            + malformed.replaceFirst("$1; a value with a quote or a backslash?").strip();
      }
      LOG.debug("the start failed", thrown);
      StringBuilder words = new StringBuilder("cannot start: ").append(thrown.getMessage());
      if (thrown instanceof ConfigurationException) {
        words =
            new StringBuilder(
                SETTING
                    .matcher(words)
                    .replaceAll(
                        setting ->
                            Matcher.quoteReplacement(
                                setting.group()
                                    + " ("
                                    + application.where(setting.group())
                                    + ")")));
      }
      for (Throwable t = thrown.getCause(); t != null; t = t.getCause()) {
        if (t.getMessage() != null && words.indexOf(t.getMessage()) < 0) {
          words.append(System.lineSeparator()).append("  because ").append(t.getMessage());
        }
      }
      return words.toString();
    }
  }
}
