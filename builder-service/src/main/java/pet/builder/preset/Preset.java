package pet.builder.preset;

import java.util.List;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.PriceBreakdown;

/**
 * A design to begin with.
 *
 * @param sortOrder where it stands in the list
 * @param price today's
 * @param previewUrl where a picture of the configuration is, as SVG; also with {@code .png}, {@code
 *     .webp}
 */
record Preset(
    String id,
    String name,
    String description,
    String category,
    List<String> tags,
    int sortOrder,
    BuilderConfig config,
    PriceBreakdown price,
    String previewUrl) {}
