package pet.builder.design;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import pet.builder.preview.PreviewUrls;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/**
 * A design with its revision in force, as the database and the cache hold it.
 *
 * @param version counts every change that a reader can see
 */
public record DesignRow(
    UUID id,
    String owner,
    String name,
    DesignStatus status,
    int revision,
    long version,
    @Json BuilderConfig config,
    @Json PriceBreakdown price,
    Instant createdAt,
    Instant updatedAt) {

  /** The id as a value. */
  public DesignId designId() {
    return new DesignId(id);
  }

  /** Changes with whatever a reader can see; the 2 stands for the form of the view itself. */
  public String tag() {
    return "2-" + version;
  }

  Design view(PreviewUrls previews) {
    return new Design(
        designId(),
        name,
        config,
        price,
        status,
        revision,
        previews.of(config),
        createdAt,
        updatedAt);
  }

  DesignRow named(String newName, DesignStatus newStatus) {
    return new DesignRow(
        id, owner, newName, newStatus, revision, version, config, price, createdAt, updatedAt);
  }

  /** With the next revision in force. */
  DesignRow revised(BuilderConfig newConfig, PriceBreakdown newPrice) {
    return new DesignRow(
        id, owner, name, status, revision + 1, version, newConfig, newPrice, createdAt, updatedAt);
  }

  DesignRow createdAt(Instant time) {
    return new DesignRow(id, owner, name, status, revision, version, config, price, time, time);
  }

  DesignRow changedAt(Instant now) {
    return new DesignRow(
        id, owner, name, status, revision, version + 1, config, price, createdAt, now);
  }
}
