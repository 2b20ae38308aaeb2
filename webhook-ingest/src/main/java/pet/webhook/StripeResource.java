package pet.webhook;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import pet.domain.ProblemCode;
import pet.platform.http.MaxBody;
import pet.platform.openapi.Answers;
import pet.webhook.stripe.StripeEvent;
import pet.webhook.stripe.StripeSignature;

/** Where Stripe delivers. The 200 means: verified, durable, and known should it come again. */
@Path("/webhooks/stripe")
@Produces(MediaType.APPLICATION_JSON)
public final class StripeResource {

  static final String SOURCE = "stripe";

  private final StripeSignature signature;
  private final Intake intake;

  StripeResource(StripeSignature signature, Intake intake) {
    this.signature = signature;
    this.intake = intake;
  }

  /** Takes an event in. The body is taken as bytes, for they are what was signed. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Parameter(
      name = "Stripe-Signature",
      in = ParameterIn.HEADER,
      required = true,
      description = "t=…,v1=…: HMAC-SHA256 of time and body")
  @Answers(problems = ProblemCode.BAD_SIGNATURE)
  @MaxBody(Intake.MAX_BODY)
  public Intake.Answer deliver(@Context HttpHeaders headers, InputStream in) {
    return intake.take(
        SOURCE,
        headers,
        in,
        body -> signature.verify(body, headers.getHeaderString("Stripe-Signature")),
        body -> {
          StripeEvent event = StripeEvent.peek(body);
          return new DeliveryMetadata(
              "",
              event.type(),
              event.dedupeKey(body),
              null,
              event.id(),
              event.apiVersion(),
              event.createdAt(),
              event.lane(),
              event.createdAt());
        });
  }
}
