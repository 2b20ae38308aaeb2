package pet.webhook;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Page;
import pet.webhook.DeliveryDao.Listed;

/** The delivery log for staff; nobody sees a body. */
@Path("/api/webhooks/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.STAFF)
public final class DeliveriesResource {

  private static final int MAX_LIMIT = 100;

  private final Jdbi jdbi;

  DeliveriesResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Newest first. */
  @GET
  public Page<DeliveryView> list(
      @QueryParam("status") String status,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") String cursor) {
    DeliveryState state = state(status);
    int size = size(limit);
    long below = below(cursor);
    // One more than asked for tells whether there is a next page.
    List<Listed> rows =
        jdbi.withExtension(DeliveryDao.class, dao -> dao.list(state, below, size + 1));
    List<Listed> page = rows.subList(0, Math.min(size, rows.size()));
    return new Page<>(
        page.stream().map(Listed::delivery).toList(),
        rows.size() > size ? cursor(page.get(size - 1).seq()) : null);
  }

  @GET
  @Path("{id}")
  public DeliveryView find(@PathParam("id") String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw DomainException.notFound("delivery");
    }
    return jdbi.withExtension(DeliveryDao.class, dao -> dao.find(uuid))
        .orElseThrow(() -> DomainException.notFound("delivery"));
  }

  private static DeliveryState state(String status) {
    if (status == null) {
      return null;
    }
    return Arrays.stream(DeliveryState.values())
        .filter(s -> s.name().equals(status))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    "status",
                    "must be one of "
                        + Arrays.stream(DeliveryState.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }

  private static int size(String limit) {
    try {
      int size = Integer.parseInt(limit);
      if (size >= 1 && size <= MAX_LIMIT) {
        return size;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput("limit", "must be a number from 1 to " + MAX_LIMIT);
  }

  private static String cursor(long seq) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Long.toString(seq).getBytes(StandardCharsets.UTF_8));
  }

  private static long below(String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("cursor", "must be the nextCursor of a page");
    }
  }
}
