package pet.platform.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.common.ConsoleAppenderFactory;
import io.dropwizard.logging.common.async.AsyncLoggingEventAppenderFactory;
import io.dropwizard.logging.common.filter.NullLevelFilterFactory;
import io.dropwizard.request.logging.RequestLogFactory;
import org.eclipse.jetty.server.RequestLog;
import org.slf4j.LoggerFactory;

/**
 * {@code requestLog: {type: paths}}. Dropwizard's own gathers all there is to know of each request,
 * for whatever a pattern may ask, and knows no level at which it is off.
 */
@JsonTypeName("paths")
public final class AccessLogFactory implements RequestLogFactory<RequestLog> {

  private static final String NAME = "http.request";

  private final Level level;

  /**
   * @param level {@code OFF} for none, which YAML reads as false; {@code ALL} unless told
   */
  public AccessLogFactory(@JsonProperty("level") String level) {
    this.level = "false".equals(level) ? Level.OFF : Level.toLevel(level, Level.TRACE);
  }

  @Override
  public boolean isEnabled() {
    return level != Level.OFF;
  }

  @Override
  public RequestLog build(String name) {
    Logger logger = (Logger) LoggerFactory.getLogger(NAME);
    logger.setAdditive(false);
    logger.setLevel(level);
    logger.addAppender(
        new ConsoleAppenderFactory<ILoggingEvent>()
            .build(
                logger.getLoggerContext(),
                name,
                (context, zone) -> {
                  PatternLayout line = new PatternLayout();
                  line.setContext(context);
                  line.setPattern("%m%n");
                  return line;
                },
                new NullLevelFilterFactory<>(),
                new AsyncLoggingEventAppenderFactory()));
    return new AccessLog(logger::info);
  }
}
