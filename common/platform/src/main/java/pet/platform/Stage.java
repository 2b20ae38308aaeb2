package pet.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Development alone has default secrets and issues its own tokens; production refuses both. */
public enum Stage {
  @JsonProperty("development")
  DEVELOPMENT,
  @JsonProperty("production")
  PRODUCTION;

  public boolean isDevelopment() {
    return this == DEVELOPMENT;
  }
}
