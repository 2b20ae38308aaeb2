package pet.builder.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.platform.http.Conditional;
import pet.platform.openapi.Answers;

/** What can be chosen. */
@Path("/api/catalog")
@Produces("application/json")
public final class CatalogResource {

  private final PriceCalculator prices;
  private final ObjectMapper json;
  private volatile Written written;

  /** The catalog at the prices of a list. */
  private record Written(PriceList prices, Rendered catalog) {}

  public CatalogResource(PriceCalculator prices, ObjectMapper json) {
    this.prices = prices;
    this.json = json;
  }

  /** What can be chosen, and what it costs today. */
  @GET
  @Answers(CatalogView.class)
  public Response catalog(@Context Request request) {
    Rendered catalog = current();
    return Conditional.read(request, catalog.tag(), catalog::body)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  /** It changes with the prices alone: written once for each list. */
  private Rendered current() {
    PriceList now = prices.current();
    Written last = written;
    if (last == null || !last.prices.equals(now)) {
      last = new Written(now, Rendered.of(CatalogView.of(now), json));
      written = last;
    }
    return last.catalog;
  }
}
