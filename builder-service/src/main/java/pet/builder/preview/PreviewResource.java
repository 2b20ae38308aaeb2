package pet.builder.preview;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;

/** Pictures of harnesses that nobody has saved yet. */
@Path("/api/previews")
public final class PreviewResource {

  static final String SVG = "image/svg+xml";

  /** A config's picture; the same config always gives the same bytes. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(SVG)
  public Response draw(BuilderConfig config) {
    if (config == null) {
      throw new InvalidInput("body", "is required: a config");
    }
    return Response.ok(HarnessDrawing.of(config), SVG)
        // Opened by itself it is a document of ours: nothing in it may run or be fetched.
        .header("Content-Security-Policy", "default-src 'none'")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
