package pet.platform.limit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;

/**
 * How often is often enough.
 *
 * @param times so often at once, and in the long run
 * @param per in that time
 */
public record LimitSettings(int times, Duration per) {

  @JsonCreator
  public LimitSettings(
      @JsonProperty(value = "times", required = true) int times,
      @JsonProperty(value = "per", required = true) Duration per) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be at least 1");
    }
    if (per == null || per.toMilliseconds() < 1_000) {
      throw new IllegalArgumentException("per must be at least 1s");
    }
    this.times = times;
    this.per = per;
  }
}
