package pet.builder.design;

import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;

/** The contract, as neighbours here and in other processes call it. */
public final class DesignRevisions implements Designs {

  private final DesignService designs;

  public DesignRevisions(DesignService designs) {
    this.designs = designs;
  }

  @Override
  public DesignRevision revision(DesignId id, int revision) {
    DesignDao.RevisionRow row = designs.revision(id, revision);
    return new DesignRevision(id, row.revision(), row.config(), row.price());
  }
}
