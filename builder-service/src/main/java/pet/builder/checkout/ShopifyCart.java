package pet.builder.checkout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import pet.builder.design.DesignRow;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.Basket;
import pet.domain.builder.BasketRequest.Piece;
import pet.domain.builder.DesignId;
import pet.domain.builder.HarnessSize;

/** What Shopify's cart needs for a design, as its Ajax API and its cart permalinks take it. */
public final class ShopifyCart {

  private final ShopSettings shop;
  private final ObjectMapper json;

  public ShopifyCart(ShopSettings shop, ObjectMapper json) {
    this.shop = shop;
    this.json = json;
  }

  /**
   * The revision in force, as many times as asked.
   *
   * @throws DomainException {@code CONFLICT} if the shop does not sell this size
   */
  Checkout checkout(DesignRow design, int quantity) {
    Checkout.Line line =
        line(design.config().size(), design.designId(), design.revision(), quantity);
    return new Checkout(
        design.designId(),
        design.revision(),
        design.price(),
        List.of(line),
        shop.domain() == null ? null : link(line));
  }

  /**
   * Any revisions, as many of each as asked.
   *
   * @param sizes the size of a revision
   * @throws DomainException {@code CONFLICT} if the shop does not sell one of the sizes
   */
  public Basket basket(List<Piece> pieces, Function<Piece, HarnessSize> sizes) {
    List<Checkout.Line> lines =
        pieces.stream()
            .map(
                piece ->
                    line(sizes.apply(piece), piece.designId(), piece.revision(), piece.quantity()))
            .toList();
    return new Basket(
        lines.stream()
            .map(line -> new Basket.Line(line.id(), line.quantity(), line.properties()))
            .toList(),
        shop.domain() == null || lines.size() != 1 ? null : link(lines.get(0)));
  }

  private Checkout.Line line(HarnessSize size, DesignId design, int revision, int quantity) {
    String variant = shop.variants().get(size);
    if (variant == null) {
      throw new DomainException(
          ProblemCode.CONFLICT, "The shop does not sell size " + size + " at the moment.");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("_design_id", design.toString());
    properties.put("_design_revision", Integer.toString(revision));
    return new Checkout.Line(variant, quantity, properties);
  }

  /** {@code properties} is the JSON in Base64 for URLs; {@code storefront} opens the cart. */
  private String link(Checkout.Line line) {
    return "https://"
        + shop.domain()
        + "/cart/"
        + line.id()
        + ":"
        + line.quantity()
        + "?properties="
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(line.properties()))
        + "&storefront=true";
  }

  private byte[] bytes(Map<String, String> properties) {
    try {
      return json.writeValueAsBytes(properties);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
