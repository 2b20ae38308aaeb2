package pet.webhook;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import pet.domain.ProblemCode;
import pet.platform.http.MaxBody;
import pet.platform.openapi.Answers;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyHeaders;
import pet.webhook.shopify.ShopifySignature;

/** Where Shopify delivers. The 200 means: verified, durable, and known should it come again. */
@Path("/webhooks/shopify")
@Produces(MediaType.APPLICATION_JSON)
public final class ShopifyResource {

  static final String SOURCE = "shopify";

  /** The header that names the shop. */
  static final String SHOP = "X-Shopify-Shop-Domain";

  private final ShopifySignature signature;
  private final Shops shops;
  private final Intake intake;

  ShopifyResource(ShopifySignature signature, Shops shops, Intake intake) {
    this.signature = signature;
    this.shops = shops;
    this.intake = intake;
  }

  /** Takes a delivery in. The body is taken as bytes, for they are what was signed. */
  @POST
  @Path("{topic: .+}")
  @Consumes(MediaType.WILDCARD)
  @Parameter(
      name = "X-Shopify-Hmac-Sha256",
      in = ParameterIn.HEADER,
      required = true,
      description = "HMAC-SHA256 of the body, in Base64")
  @Parameter(
      name = "X-Shopify-Topic",
      in = ParameterIn.HEADER,
      required = false,
      description = "Such as orders/create; wins over the path's")
  @Parameter(
      name = SHOP,
      in = ParameterIn.HEADER,
      required = false,
      description = "Whose it is; must be one of ours where the store was told which these are")
  @Parameter(
      name = "X-Shopify-Webhook-Id",
      in = ParameterIn.HEADER,
      required = false,
      description = "Of the delivery: the same one is taken once")
  @Parameter(
      name = "X-Shopify-Event-Id",
      in = ParameterIn.HEADER,
      required = false,
      description = "Of what happened")
  @Answers(problems = {ProblemCode.BAD_SIGNATURE, ProblemCode.FORBIDDEN})
  @MaxBody(Intake.MAX_BODY)
  public Intake.Answer deliver(
      @PathParam("topic") String topic, @Context HttpHeaders headers, InputStream in) {
    shops.check(headers.getHeaderString(SHOP));
    return intake.take(
        SOURCE,
        headers,
        in,
        body -> signature.verify(body, headers.getHeaderString("X-Shopify-Hmac-Sha256")),
        body -> {
          ShopifyHeaders told = ShopifyHeaders.read(headers::getHeaderString, topic);
          ShopifyBody read = ShopifyBody.peek(told.topic(), body);
          return new DeliveryMetadata(
              told.shop(),
              told.topic(),
              told.dedupeKey(body),
              told.webhookId(),
              told.eventId(),
              told.apiVersion(),
              told.triggeredAt(),
              read.lane(),
              read.updatedAt());
        });
  }
}
