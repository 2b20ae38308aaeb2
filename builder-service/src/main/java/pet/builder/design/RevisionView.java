package pet.builder.design;

import java.time.Instant;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.PriceBreakdown;

/**
 * What a design was at one time, as its owner reads it; it never changes.
 *
 * @param revision counted from 1
 * @param price as it was when the revision was made
 * @param previewUrl where a picture of the configuration is, as SVG; also with {@code .png}, {@code
 *     .webp}
 */
record RevisionView(
    int revision,
    BuilderConfig config,
    PriceBreakdown price,
    String previewUrl,
    Instant createdAt) {}
