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
import java.util.Locale;
import java.util.Map;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.http.MaxBody;
import pet.platform.openapi.Answers;
import pet.webhook.standard.StandardEvent;
import pet.webhook.standard.StandardSignature;

/**
 * Where senders of Standard Webhooks deliver, each under its name. The 200 means: verified,
 * durable, and known should it come again.
 */
@Path("/webhooks/standard")
@Produces(MediaType.APPLICATION_JSON)
public final class StandardResource {

  private final Map<String, StandardSignature> sources;
  private final Intake intake;

  /**
   * Takes from these sources.
   *
   * @param sources by name, in lower case
   */
  StandardResource(Map<String, StandardSignature> sources, Intake intake) {
    this.sources = sources;
    this.intake = intake;
  }

  /** Clerk sends by Svix, which has the same headers under its own name. */
  private static String told(HttpHeaders headers, String what) {
    String standard = headers.getHeaderString("webhook-" + what);
    return standard == null ? headers.getHeaderString("svix-" + what) : standard;
  }

  /** Takes an event in. The body is taken as bytes, for they are what was signed. */
  @POST
  @Path("{source}")
  @Consumes(MediaType.WILDCARD)
  @Parameter(
      name = "webhook-id",
      in = ParameterIn.HEADER,
      required = true,
      description = "Of the event: the same one is taken once")
  @Parameter(
      name = "webhook-timestamp",
      in = ParameterIn.HEADER,
      required = true,
      description = "When it was sent, in seconds since 1970")
  @Parameter(
      name = "webhook-signature",
      in = ParameterIn.HEADER,
      required = true,
      description = "v1,… or v1a,…: over id, time and body; several separated by spaces")
  @Answers(problems = ProblemCode.BAD_SIGNATURE)
  @MaxBody(Intake.MAX_BODY)
  public Intake.Answer deliver(
      @PathParam("source") String name, @Context HttpHeaders headers, InputStream in) {
    String source = name.toLowerCase(Locale.ROOT);
    StandardSignature signature = sources.get(source);
    if (signature == null) {
      throw DomainException.notFound("source of webhooks");
    }
    String id = told(headers, "id");
    String timestamp = told(headers, "timestamp");
    return intake.take(
        source,
        headers,
        in,
        body -> signature.verify(body, id, timestamp, told(headers, "signature")),
        body -> {
          StandardEvent event = StandardEvent.peek(source, id, timestamp, body);
          return new DeliveryMetadata(
              "",
              event.type(),
              event.dedupeKey(body),
              event.id(),
              null,
              null,
              event.sentAt(),
              event.lane(),
              event.updatedAt());
        });
  }
}
