package pet.builder;

import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class DesignRevisions implements Designs {

  private final DesignService designs;

  DesignRevisions(DesignService designs) {
    this.designs = designs;
  }

  @Override
  public DesignRevision revision(DesignId id, int revision) {
    return designs.revision(id, revision);
  }
}
