package pet.analytics;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import pet.analytics.RollupView.Rows;
import pet.domain.Caller;
import pet.domain.DomainException;

/** The numbers for staff. */
@Path("/api/analytics")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class AnalyticsResource {

  private final Rollups rollups;
  private final RollupView view;

  AnalyticsResource(Rollups rollups, RollupView view) {
    this.rollups = rollups;
    this.view = view;
  }

  /**
   * A rollup's windows in a range, oldest first, as they are in its topic. A window in which
   * nothing happened has no row.
   */
  @GET
  @Path("{rollup}")
  public Rows rows(
      @PathParam("rollup") String rollup,
      @QueryParam("grain")
          @Schema(
              allowableValues = {"minute", "hour", "day"},
              defaultValue = "hour")
          String grain,
      @QueryParam("from") @Schema(format = "date-time") String from,
      @QueryParam("to") @Schema(format = "date-time") String to) {
    String topic = rollups.sinkOf(rollup).orElseThrow(() -> DomainException.notFound("rollup"));
    RollupQuery query = RollupQuery.of(grain, from, to, Instant.now());
    return view.rows(topic, query.grain(), query.from(), query.to());
  }
}
