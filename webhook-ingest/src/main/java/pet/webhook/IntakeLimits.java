package pet.webhook;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import pet.platform.http.BodyRule;

/**
 * The section {@code webhook.bounds}: how much of the process deliveries may take before they are
 * stored. Past a limit a delivery is answered with 503 and {@code Retry-After}.
 *
 * @param bodies bytes of all bodies in memory; default 32MiB
 * @param waiting how many verified deliveries may wait for the database; default 512
 * @param bodyTime how long a body may take to arrive; default 10s: a source that waits 5 s for the
 *     answer has gone by then
 * @param ackTime how long a delivery may take to be stored; default 4s
 */
public record IntakeLimits(DataSize bodies, Integer waiting, Duration bodyTime, Duration ackTime) {

  public IntakeLimits {
    bodies = Optional.ofNullable(bodies).orElse(DataSize.mebibytes(32));
    waiting = Optional.ofNullable(waiting).orElse(512);
    bodyTime = Optional.ofNullable(bodyTime).orElse(Duration.seconds(10));
    ackTime = Optional.ofNullable(ackTime).orElse(Duration.seconds(4));
    if (bodies.toBytes() < Intake.MAX_BODY) {
      throw new IllegalArgumentException(
          "setting webhook.bounds.bodies must have room for one body, which may have "
              + Intake.MAX_BODY
              + " bytes");
    }
    WebhookSettings.positive("bounds.waiting", waiting > 0);
    WebhookSettings.positive("bounds.bodyTime", bodyTime.toMilliseconds() > 0);
    WebhookSettings.positive("bounds.ackTime", ackTime.toMilliseconds() > 0);
  }

  /**
   * How bodies are waited for.
   *
   * @param wanted whether a delivery's is, by its headers
   */
  BodyRule rule(Predicate<UnaryOperator<String>> wanted) {
    return new BodyRule(Intake.MAX_BODY, bodyTime.toJavaDuration(), wanted);
  }
}
