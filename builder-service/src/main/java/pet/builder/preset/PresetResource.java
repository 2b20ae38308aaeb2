package pet.builder.preset;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import pet.builder.catalog.Rendered;
import pet.domain.Page;
import pet.platform.http.Conditional;
import pet.platform.openapi.Answers;

/** Designs to begin with. */
@Path("/api/presets")
@Produces("application/json")
public final class PresetResource {

  private final PresetService presets;
  private final ObjectMapper json;

  public PresetResource(PresetService presets, ObjectMapper json) {
    this.presets = presets;
    this.json = json;
  }

  /** Designs to begin with; all on one page, for they are few. */
  @GET
  @Answers(value = Preset.class, page = true)
  public Response list(
      @QueryParam("category") String category,
      @QueryParam("tag") String tag,
      @Context Request request) {
    Rendered list = Rendered.of(new Page<>(presets.list(category, tag), null), json);
    return Conditional.read(request, list.tag(), list::body)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }
}
