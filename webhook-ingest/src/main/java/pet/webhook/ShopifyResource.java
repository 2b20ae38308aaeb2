package pet.webhook;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import pet.platform.http.MaxBody;
import pet.webhook.shopify.ShopifyBody;
import pet.webhook.shopify.ShopifyHeaders;
import pet.webhook.shopify.ShopifySignature;

/** Where Shopify delivers. The 200 means: verified, durable, and known should it come again. */
@Path("/webhooks/shopify")
@Produces(MediaType.APPLICATION_JSON)
public final class ShopifyResource {

  static final String SOURCE = "shopify";

  private final ShopifySignature signature;
  private final Intake intake;

  ShopifyResource(ShopifySignature signature, Intake intake) {
    this.signature = signature;
    this.intake = intake;
  }

  /** Takes a delivery in. The body is taken as bytes, for they are what was signed. */
  @POST
  @Path("{topic: .+}")
  @Consumes(MediaType.WILDCARD)
  @MaxBody(Intake.MAX_BODY)
  public Intake.Answer deliver(
      @PathParam("topic") String topic, @Context HttpHeaders headers, byte[] body) {
    return intake.take(
        SOURCE,
        signature.verify(body, headers.getHeaderString("X-Shopify-Hmac-Sha256")),
        headers,
        body,
        () -> {
          ShopifyHeaders told = ShopifyHeaders.read(headers::getHeaderString, topic);
          ShopifyBody read = ShopifyBody.peek(told.topic(), body);
          return new Told(
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
