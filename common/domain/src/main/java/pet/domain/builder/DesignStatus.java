package pet.domain.builder;

/** Where a design is in its life. */
public enum DesignStatus {
  DRAFT,
  ACTIVE,
  ARCHIVED
}
