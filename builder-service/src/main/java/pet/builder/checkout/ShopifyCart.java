package pet.builder.checkout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pet.builder.design.DesignRow;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

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
    String variant = shop.variants().get(design.config().size());
    if (variant == null) {
      throw new DomainException(
          ProblemCode.CONFLICT,
          "The shop does not sell size " + design.config().size() + " at the moment.");
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("_design_id", design.id().toString());
    properties.put("_design_revision", Integer.toString(design.revision()));
    Checkout.Line line = new Checkout.Line(variant, quantity, properties);
    return new Checkout(
        design.designId(),
        design.revision(),
        design.price(),
        List.of(line),
        shop.domain() == null ? null : link(line));
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
