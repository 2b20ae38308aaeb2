package pet.builder.design;

import java.util.List;
import java.util.function.Function;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.domain.Person;
import pet.domain.builder.Basket;
import pet.domain.builder.BasketRequest;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.Designs;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PersonalDesign;
import pet.domain.builder.RevisionRedaction;
import pet.platform.http.MaxBody;

/** The contract, as neighbours here and in other processes call it. Public, for Jersey. */
public final class DesignsForNeighbours implements Designs {

  private static final long MAX_REDACTION = 256 * 1024;

  /** The shop's cart. */
  public interface Cart {
    /** What it needs for revisions of these sizes. */
    Basket basket(
        List<BasketRequest.Piece> pieces, Function<BasketRequest.Piece, HarnessSize> sizes);
  }

  private final Revisions revisions;
  private final PersonalDesigns personal;
  private final Cart cart;

  /**
   * Answers from these.
   *
   * @param cart makes a basket of revisions
   */
  public DesignsForNeighbours(Revisions revisions, PersonalDesigns personal, Cart cart) {
    this.revisions = revisions;
    this.personal = personal;
    this.cart = cart;
  }

  @Override
  public Basket basket(BasketRequest request) {
    if (request == null) {
      throw new InvalidInput("pieces", "is required");
    }
    return cart.basket(
        request.pieces(),
        piece -> revisions.find(piece.designId(), piece.revision()).config().size());
  }

  @Override
  public DesignRevision revision(DesignId id, int revision) {
    DesignDao.RevisionRow row = revisions.find(id, revision);
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

  @Override
  @MaxBody(MAX_REDACTION)
  public void redact(RevisionRedaction redaction) {
    personal.redact(redaction);
  }
}
