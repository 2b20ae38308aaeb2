package pet.builder.checkout;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import pet.builder.design.DesignService;
import pet.domain.Caller;
import pet.domain.ProblemCode;
import pet.domain.builder.DesignId;
import pet.platform.openapi.Answers;

/** The way of a design into the shop's cart; nothing is stored. */
@Path("/api/designs/{id}/checkout")
@Consumes("application/json")
@Produces("application/json")
public final class CheckoutResource {

  private final DesignService designs;
  private final ShopifyCart cart;

  public CheckoutResource(DesignService designs, ShopifyCart cart) {
    this.designs = designs;
    this.cart = cart;
  }

  /** What the shop's cart needs; without a body, for one piece. */
  @POST
  @Answers(problems = ProblemCode.CONFLICT)
  public Checkout checkout(
      @Auth Caller caller, @PathParam("id") DesignId id, CheckoutRequest body) {
    CheckoutRequest request = body == null ? CheckoutRequest.ONE : body;
    return cart.checkout(designs.read(caller, id), request.quantity());
  }
}
