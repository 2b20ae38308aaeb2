package pet.builder.design;

import java.time.Instant;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.PriceBreakdown;

/**
 * A design as its owner reads it.
 *
 * @param price as it was when the revision in force was made
 * @param revision the one in force, counted from 1
 * @param previewUrl where a picture of the configuration is, as SVG; also with {@code .png}, {@code
 *     .webp}
 */
record Design(
    DesignId id,
    String name,
    BuilderConfig config,
    PriceBreakdown price,
    DesignStatus status,
    int revision,
    String previewUrl,
    Instant createdAt,
    Instant updatedAt) {}
