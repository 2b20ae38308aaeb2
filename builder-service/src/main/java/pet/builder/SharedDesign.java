package pet.builder;

import pet.domain.builder.BuilderConfig;
import pet.domain.builder.PriceBreakdown;

/**
 * A design as anybody with its link reads it: nothing about its owner. Views aren't counted yet.
 */
record SharedDesign(String name, BuilderConfig config, PriceBreakdown price) {}
