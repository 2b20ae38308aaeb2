package pet.builder.share;

import pet.builder.design.DesignRow;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.PriceBreakdown;

/**
 * A design as anybody with its link reads it: nothing about its owner.
 *
 * @param previewUrl where a picture of the configuration is, as SVG; also with {@code .png}, {@code
 *     .webp}
 * @param viewCount how often it was read by a link, this time included
 */
record SharedDesign(
    String name, BuilderConfig config, PriceBreakdown price, String previewUrl, long viewCount) {

  static SharedDesign of(DesignRow design, String previewUrl, long views) {
    return new SharedDesign(design.name(), design.config(), design.price(), previewUrl, views);
  }
}
