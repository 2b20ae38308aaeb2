package pet.domain.builder;

/** A revision of a design, as an order's line points at it. */
public record RevisionRef(DesignId designId, int revision) {}
