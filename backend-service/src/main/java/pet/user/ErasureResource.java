package pet.user;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import pet.domain.Caller;
import pet.domain.Cursor;
import pet.domain.DomainException;
import pet.domain.Page;
import pet.domain.PageQuery;
import pet.user.ErasureDao.ErasureRow;

/** What was erased, as the record that the law asks for. It names nobody. Public, for Jersey. */
@Path("/api/users/erasures")
@Produces("application/json")
@RolesAllowed(Caller.STAFF)
public final class ErasureResource {

  private final Jdbi jdbi;

  ErasureResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * An erasure, as staff see it.
   *
   * @param requestedBy {@code person}, {@code shopify}, or the login provider that deleted them
   * @param requestedAt when it was asked for, the last time
   * @param erasedAt when all was done; null while it goes on, by itself
   * @param designs how many were erased so far
   * @param revisions of designs that their orders point at; what was written in them
   * @param deliveries what was delivered of them, such as webhooks of their orders
   * @param orders they stay in the books, as nobody's
   */
  record Erasure(
      UUID id,
      String requestedBy,
      Instant requestedAt,
      Instant erasedAt,
      int designs,
      int revisions,
      int deliveries,
      int orders) {

    static Erasure of(ErasureRow row) {
      return new Erasure(
          row.id(),
          row.requestedBy(),
          row.requestedAt(),
          row.finishedAt(),
          row.designs(),
          row.revisions(),
          row.deliveries(),
          row.orders());
    }
  }

  /** Erasures, newest first. */
  @GET
  public Page<Erasure> list(
      @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
    PageQuery page = PageQuery.parse(limit, cursor);
    List<ErasureRow> rows =
        jdbi.withExtension(ErasureDao.class, dao -> dao.list(page.after(), page.limit() + 1));
    return page.pageOf(rows, Erasure::of, row -> new Cursor(row.requestedAt(), row.id()));
  }

  /** One of them: what was done, and whether all of it is. */
  @GET
  @Path("{id}")
  public Erasure read(@PathParam("id") String id) {
    return uuid(id)
        .flatMap(uuid -> jdbi.withExtension(ErasureDao.class, dao -> dao.look(uuid)))
        .map(Erasure::of)
        .orElseThrow(() -> DomainException.notFound("erasure"));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
