package pet.domain.builder;

import java.util.List;
import pet.domain.InvalidInput;

/**
 * What somebody wants to buy.
 *
 * @param pieces revisions of designs, and how many of each; at least one
 */
public record BasketRequest(List<Piece> pieces) {

  /**
   * @throws InvalidInput if there is nothing in it
   */
  public BasketRequest {
    if (pieces == null || pieces.isEmpty()) {
      throw new InvalidInput("pieces", "is required");
    }
    pieces = List.copyOf(pieces);
  }

  /** So many of one revision. */
  public record Piece(DesignId designId, int revision, int quantity) {

    /**
     * @throws InvalidInput if the quantity is not positive
     */
    public Piece {
      if (quantity < 1) {
        throw new InvalidInput("quantity", "must be at least 1");
      }
    }
  }
}
