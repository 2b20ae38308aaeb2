package pet.domain.builder;

/**
 * What a design was at one time: immutable, kept for ever, and what an order line points at.
 *
 * @param revision counts from 1 within the design
 * @param price as it was when the revision was made
 */
public record DesignRevision(
    DesignId designId, int revision, BuilderConfig config, PriceBreakdown price) {}
