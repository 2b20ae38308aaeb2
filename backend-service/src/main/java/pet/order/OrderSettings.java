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
 * @param trackingLasts how long a tracking link leads to its order
 * @param streams how many listen to orders at once in this process
 * @param streamsPerOrder how many of them to one order
 * @param streamLasts when a stream ends, and its client comes back
 * @param inboxKeeps how long it is known that a delivery was taken into account; no shorter than
 *     the webhook module keeps a delivery
 */
record OrderSettings(
    LimitSettings missesPerClient,
    LimitSettings missesPerOrder,
    Duration trackingLasts,
    Integer streams,
    Integer streamsPerOrder,
    Duration streamLasts,
    Duration inboxKeeps) {

  @JsonCreator
  OrderSettings(
      @JsonProperty("missesPerClient") LimitSettings missesPerClient,
      @JsonProperty("missesPerOrder") LimitSettings missesPerOrder,
      @JsonProperty("trackingLasts") Duration trackingLasts,
      @JsonProperty("streams") Integer streams,
      @JsonProperty("streamsPerOrder") Integer streamsPerOrder,
      @JsonProperty("streamLasts") Duration streamLasts,
      @JsonProperty("inboxKeeps") Duration inboxKeeps) {
    this.missesPerClient =
        Optional.ofNullable(missesPerClient).orElse(new LimitSettings(100, Duration.minutes(10)));
    this.missesPerOrder =
        Optional.ofNullable(missesPerOrder).orElse(new LimitSettings(20, Duration.minutes(10)));
    this.trackingLasts = Optional.ofNullable(trackingLasts).orElse(Duration.days(30));
    this.streams = Optional.ofNullable(streams).orElse(1_000);
    this.streamsPerOrder = Optional.ofNullable(streamsPerOrder).orElse(20);
    this.streamLasts = Optional.ofNullable(streamLasts).orElse(Duration.minutes(15));
    this.inboxKeeps = Optional.ofNullable(inboxKeeps).orElse(Duration.days(400));
  }
}
