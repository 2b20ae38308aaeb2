package pet.dev;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dropwizard.logging.common.BootstrapLogging;
import org.slf4j.LoggerFactory;

/** What this JVM itself logs, the servers in it above all, among the lines of its processes. */
final class LogLines extends AppenderBase<ILoggingEvent> {

  private final Console console;
  private final String process;
  private final PatternLayout layout = new PatternLayout();

  private LogLines(Console console, String process) {
    this.console = console;
    this.process = process;
  }

  static void to(Console console, String process) {
    BootstrapLogging.bootstrap(Level.WARN);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LogLines lines = new LogLines(console, process);
    lines.layout.setContext(context);
    lines.layout.setPattern("%d{HH:mm:ss.SSS} %-5p %logger{0}: %m%n%rEx");
    lines.layout.start();
    lines.setContext(context);
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(lines);
    root.setLevel(Level.WARN);
  }

  @Override
  protected void append(ILoggingEvent event) {
    layout.doLayout(event).lines().forEach(line -> console.line(process, line));
  }
}
