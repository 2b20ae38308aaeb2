package pet.builder.preview;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.builder.BuilderConfig;
import pet.platform.http.InMemoryBody;
import pet.platform.openapi.Answers;

/** Pictures of harnesses, for anybody. Public, for Jersey. */
@Path("/api/previews")
public final class PreviewResource {

  static final String PATH = "/api/previews/";

  private static final List<Variant> VARIANTS =
      Stream.of(PreviewFormat.values())
          .map(format -> new Variant(format.type(), (String) null, null))
          .toList();

  private final PreviewAddress address;
  private final ErasedPictures erased;
  private final PreviewAnswers answers;
  private final Previews previews;

  PreviewResource(
      PreviewAddress address, ErasedPictures erased, Previews previews, PreviewAnswers answers) {
    this.address = address;
    this.erased = erased;
    this.previews = previews;
    this.answers = answers;
  }

  /**
   * Draws a config that nobody may have saved; {@code Content-Location} is where the picture is for
   * ever.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({"image/svg+xml", "image/png", "image/webp"})
  @Answers(etag = true, cacheControl = "no-cache")
  public CompletionStage<Response> draw(
      BuilderConfig config,
      @QueryParam("size")
          @Schema(type = "integer", minimum = "" + Picture.SMALLEST, maximum = "" + Picture.LARGEST)
          String size,
      @Context Request request) {
    if (config == null) {
      throw new InvalidInput("body", "is required: a config");
    }
    erased.used(config);
    PreviewFormat format = PreviewFormat.of(request.selectVariant(VARIANTS).getMediaType());
    Picture picture = Picture.of(address.of(config), format, size);
    return answers
        .of(picture, config, "no-cache")
        .thenApply(
            answer -> {
              answer
                  .getHeaders()
                  .putSingle(HttpHeaders.CONTENT_LOCATION, URI.create(picture.url()));
              answer.getHeaders().putSingle(HttpHeaders.VARY, HttpHeaders.ACCEPT);
              return answer;
            });
  }

  /** The picture that a hash stands for: always the same bytes, until its words are erased. */
  @GET
  @Path("{hash: [A-Za-z0-9_-]+}.{format: svg|png|webp}")
  @Answers(
      mediaTypes = {"image/svg+xml", "image/png", "image/webp"},
      status = {200, 302},
      cacheControl = PreviewAnswers.FOR_EVER)
  public CompletionStage<Response> read(
      @PathParam("hash") String hash,
      @PathParam("format") String format,
      @QueryParam("size")
          @Schema(type = "integer", minimum = "" + Picture.SMALLEST, maximum = "" + Picture.LARGEST)
          String size,
      @Context Request request) {
    Picture picture = Picture.of(hash, PreviewFormat.of(format), size);
    Optional<InMemoryBody> ready = previews.cached(picture);
    if (ready.isPresent()) {
      // Only what was found to be ours is at hand, so there is nothing to be read in the hash.
      return PreviewAnswers.ifNew(request, picture, ready.get(), PreviewAnswers.FOR_EVER);
    }
    PreviewAddress.Content content = address.read(hash);
    if (erased.has(content.config())) {
      throw DomainException.notFound("preview");
    }
    if (!content.current()) {
      return moved(content, picture, size);
    }
    return answers.ifNew(request, picture, content.config(), PreviewAnswers.FOR_EVER);
  }

  /** It was given out when harnesses were drawn otherwise; those bytes are not made any more. */
  private CompletionStage<Response> moved(
      PreviewAddress.Content content, Picture picture, String size) {
    Picture now = Picture.of(address.of(content.config()), picture.format(), size);
    return CompletableFuture.completedFuture(
        Response.status(Response.Status.FOUND)
            .location(URI.create(now.url()))
            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
            .build());
  }
}
