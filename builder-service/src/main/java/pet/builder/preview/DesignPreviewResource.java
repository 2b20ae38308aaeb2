package pet.builder.preview;

import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import pet.domain.Caller;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.platform.openapi.Answers;

/** The picture of a design as it is now, for its owner. Public, for Jersey. */
@Path("/api/designs/{id}/preview.{format: svg|png|webp}")
public final class DesignPreviewResource {

  private final PreviewPart.Designs designs;
  private final PreviewAddress address;
  private final PreviewAnswers answers;

  DesignPreviewResource(
      PreviewPart.Designs designs, PreviewAddress address, PreviewAnswers answers) {
    this.designs = designs;
    this.address = address;
    this.answers = answers;
  }

  /** The design's picture: drawn anew when it has changed, at the same address. */
  @GET
  @Answers(
      mediaTypes = {"image/svg+xml", "image/png", "image/webp"},
      cacheControl = PreviewAnswers.ASK_EACH_TIME)
  public CompletionStage<Response> read(
      @Auth Caller caller,
      @PathParam("id") DesignId id,
      @PathParam("format") String format,
      @QueryParam("size")
          @Schema(type = "integer", minimum = "" + Picture.SMALLEST, maximum = "" + Picture.LARGEST)
          String size,
      @Context Request request) {
    BuilderConfig config = designs.config(caller, id);
    Picture picture = Picture.of(address.of(config), PreviewFormat.of(format), size);
    return answers
        .ifNew(request, picture, config, PreviewAnswers.ASK_EACH_TIME)
        .thenApply(
            answer -> {
              // To another it is not there.
              answer.getHeaders().putSingle(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
              return answer;
            });
  }
}
