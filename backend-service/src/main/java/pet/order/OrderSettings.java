package pet.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.util.Optional;
import pet.platform.limit.LimitSettings;

/**
 * The order module's section.
 *
 * @param missesPerClient how often one address may look up what it does not find
 * @param missesPerOrder how often one order number may be looked up with an email that is not its
 */
record OrderSettings(LimitSettings missesPerClient, LimitSettings missesPerOrder) {

  @JsonCreator
  OrderSettings(
      @JsonProperty("missesPerClient") LimitSettings missesPerClient,
      @JsonProperty("missesPerOrder") LimitSettings missesPerOrder) {
    this.missesPerClient =
        Optional.ofNullable(missesPerClient).orElse(new LimitSettings(100, Duration.minutes(10)));
    this.missesPerOrder =
        Optional.ofNullable(missesPerOrder).orElse(new LimitSettings(20, Duration.minutes(10)));
  }
}
