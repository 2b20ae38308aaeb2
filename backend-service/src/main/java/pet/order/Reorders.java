package pet.order;

import java.util.List;
import java.util.Optional;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.Basket;
import pet.domain.builder.BasketRequest;
import pet.domain.builder.BasketRequest.Piece;
import pet.domain.builder.DesignId;
import pet.domain.builder.Designs;
import pet.order.OrderView.Item;

/** An order once more: the same revisions, ready for the shop's cart. */
final class Reorders {

  private final OrderService orders;
  private final Designs designs;

  Reorders(OrderService orders, Designs designs) {
    this.orders = orders;
    this.designs = designs;
  }

  /**
   * What goes into the cart.
   *
   * @param items what Shopify's {@code POST /cart/add.js} takes under the same name
   * @param cartUrl opens the shop's cart with it; null if no shop is configured, or for several
   * @param left lines that were not made from a design: the shop sells those itself
   */
  record Reorder(List<Basket.Line> items, String cartUrl, List<Left> left) {}

  /** A line that is not in the basket. */
  record Left(String title, String sku, int quantity) {}

  /**
   * As much as was ordered.
   *
   * @throws DomainException {@code NOT_FOUND} if it is not the caller's; {@code CONFLICT} if there
   *     is nothing in it that the shop could make again; {@code UNAVAILABLE} without the builder
   */
  Reorder reorder(String reference, Caller caller) {
    List<Item> lines = orders.find(reference, caller).order().items();
    List<Piece> pieces = lines.stream().map(Reorders::piece).flatMap(Optional::stream).toList();
    if (pieces.isEmpty()) {
      throw new DomainException(
          ProblemCode.CONFLICT, "Nothing in this order was made from a design.");
    }
    Basket basket = basket(pieces);
    return new Reorder(
        basket.items(),
        basket.cartUrl(),
        lines.stream()
            .filter(line -> piece(line).isEmpty())
            .map(line -> new Left(line.title(), line.sku(), line.orderedQuantity()))
            .toList());
  }

  private Basket basket(List<Piece> pieces) {
    try {
      return designs.basket(new BasketRequest(pieces));
    } catch (DomainException e) {
      if (e.code() == ProblemCode.NOT_FOUND) {
        throw new DomainException(
            ProblemCode.CONFLICT, "A line names a design that was never made.");
      }
      throw e;
    }
  }

  private static Optional<Piece> piece(Item line) {
    return line.designRevision() == null || line.orderedQuantity() < 1
        ? Optional.empty()
        : DesignId.parse(line.designId())
            .map(id -> new Piece(id, line.designRevision(), line.orderedQuantity()));
  }
}
