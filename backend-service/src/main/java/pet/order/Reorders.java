package pet.order;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
   * @param left lines that are not in it: not made from a design, so that the shop sells them
   *     itself; of a revision that was never made; or of a size that is not sold at the moment
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
    List<Piece> pieces = pieces(lines.stream());
    if (pieces.isEmpty()) {
      throw new DomainException(
          ProblemCode.CONFLICT, "Nothing in this order was made from a design.");
    }
    Optional<Basket> all = basket(pieces);
    if (all.isPresent()) {
      return reorder(all.get(), lines, line -> piece(line).isPresent());
    }
    // At least one cannot be made: ask for each line separately, and reorder the others.
    Set<Item> again =
        lines.stream()
            .filter(line -> piece(line).flatMap(piece -> basket(List.of(piece))).isPresent())
            .collect(Collectors.toSet());
    return basketOf(pieces(lines.stream().filter(again::contains)))
        .map(basket -> reorder(basket, lines, again::contains))
        .orElseThrow(
            () ->
                new DomainException(
                    ProblemCode.CONFLICT, "Nothing in this order can be made at the moment."));
  }

  private static Reorder reorder(Basket basket, List<Item> lines, Predicate<Item> isIn) {
    return new Reorder(
        basket.items(),
        basket.cartUrl(),
        lines.stream()
            .filter(isIn.negate())
            .map(line -> new Left(line.title(), line.sku(), line.orderedQuantity()))
            .toList());
  }

  private Optional<Basket> basketOf(List<Piece> pieces) {
    return pieces.isEmpty() ? Optional.empty() : basket(pieces);
  }

  /** Empty if one of them does not exist or is not sold. */
  private Optional<Basket> basket(List<Piece> pieces) {
    try {
      return Optional.of(designs.basket(new BasketRequest(pieces)));
    } catch (DomainException e) {
      if (e.code() == ProblemCode.NOT_FOUND || e.code() == ProblemCode.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<Piece> pieces(Stream<Item> lines) {
    return lines.map(Reorders::piece).flatMap(Optional::stream).toList();
  }

  private static Optional<Piece> piece(Item line) {
    return line.designRevision() == null || line.orderedQuantity() < 1
        ? Optional.empty()
        : DesignId.parse(line.designId())
            .map(id -> new Piece(id, line.designRevision(), line.orderedQuantity()));
  }
}
