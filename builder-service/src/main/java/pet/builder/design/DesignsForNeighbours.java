package pet.builder.design;

import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;
import pet.domain.builder.PersonalDesign;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class DesignsForNeighbours implements Designs {

  private final DesignService designs;
  private final PersonalDesigns personal;

  public DesignsForNeighbours(DesignService designs, PersonalDesigns personal) {
    this.designs = designs;
    this.personal = personal;
  }

  @Override
  public DesignRevision revision(DesignId id, int revision) {
    DesignDao.RevisionRow row = designs.revision(id, revision);
    return new DesignRevision(id, row.revision(), row.config(), row.price());
  }

  @Override
  public Page<PersonalDesign> export(Person person, String cursor) {
    return personal.export(person, cursor);
  }

  @Override
  public void erase(Person person) {
    personal.erase(person);
  }
}
