package pet.builder.design;

/**
 * A design that is to be made.
 *
 * @param eventOwner whose id the event about it may carry, or null; see {@link EventOwners}
 */
record NewDesign(String owner, DesignDraft draft, String eventOwner) {}
