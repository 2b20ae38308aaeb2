package pet.builder.design;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignStatus;

/**
 * What changes about a design. What is left out stays; nothing can be taken away, so a {@code null}
 * is refused.
 */
// No record, for a record cannot tell the two apart.
final class DesignPatch {

  @JsonProperty
  @JsonSetter(nulls = Nulls.FAIL)
  @Schema(minLength = 1, maxLength = DesignName.MAX)
  private String name;

  /** A whole one. */
  @JsonProperty
  @JsonSetter(nulls = Nulls.FAIL)
  private BuilderConfig config;

  @JsonProperty
  @JsonSetter(nulls = Nulls.FAIL)
  private DesignStatus status;

  private DesignPatch() {}

  DesignPatch(String name, BuilderConfig config, DesignStatus status) {
    this.name = name;
    this.config = config;
    this.status = status;
  }

  /**
   * The name as it is kept; null to leave it.
   *
   * @throws InvalidInput if it is none
   */
  String name() {
    String normalized = name == null ? null : DesignName.normalize(name);
    List<FieldError> errors = DesignName.checkOptional(normalized);
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    return normalized;
  }

  /** Null to leave it. */
  BuilderConfig config() {
    return config;
  }

  /** Null to leave it. */
  DesignStatus status() {
    return status;
  }
}
