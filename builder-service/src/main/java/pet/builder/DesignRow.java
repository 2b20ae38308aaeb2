package pet.builder;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/** A design with its revision in force, as the database and the cache hold it. Public, for JDBI. */
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

  Design view() {
    return new Design(
        new DesignId(id), name, config, price, status, revision, null, createdAt, updatedAt);
  }

  SharedDesign sharedView() {
    return new SharedDesign(name, config, price);
  }

  /** Changes with whatever a reader can see; the 1 stands for the form of the view itself. */
  String tag() {
    return "1-" + version;
  }
}
