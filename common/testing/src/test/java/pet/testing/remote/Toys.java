package pet.testing.remote;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pet.domain.Caller;
import pet.domain.MayRepeat;
import pet.domain.builder.DesignId;

/** A contract with everything that a contract may have. */
@Path("/internal/user/toys")
@Consumes("application/json")
@Produces("application/json")
public interface Toys {

  /** Anything with parts. */
  record Toy(String name, Size size, Instant made, List<String> colors) {}

  /** An enumeration whose text is not its name. */
  enum Size {
    SMALL,
    LARGE;

    @Override
    public String toString() {
      return "size " + (this == SMALL ? "S" : "L");
    }
  }

  @GET
  @Path("/{id}/{number}")
  String2 place(@PathParam("id") DesignId id, @PathParam("number") long number);

  /** Two texts, since a bare one is no JSON. */
  record String2(String first, String second) {}

  @GET
  @Path("/search")
  List<Toy> search(
      @QueryParam("text") String text,
      @QueryParam("size") Size size,
      @QueryParam("color") List<String> colors);

  @GET
  @Path("/maybe")
  Optional<Toy> maybe(@QueryParam("name") String name);

  @GET
  @Path("/nullable")
  Toy nullable(@QueryParam("name") String name);

  @GET
  @Path("/count")
  int count();

  @GET
  @Path("/by-name")
  Map<String, Toy> byName();

  @GET
  @Path("/who")
  Optional<Caller> who(@HeaderParam(Caller.HEADER) Caller caller);

  @POST
  @Path("/echo")
  @MayRepeat
  Toy echo(Toy toy);

  /** One more each time: may not repeat. */
  @POST
  @Path("/add")
  int add(@HeaderParam(Caller.HEADER) Caller caller, Toy toy);

  @PUT
  @Path("/put")
  void put(Toy toy);

  @DELETE
  @Path("/all")
  void clear();

  /** Throws what is named. */
  @GET
  @Path("/throw")
  void refuse(@QueryParam("how") Refusal how);

  /** What can be thrown. */
  enum Refusal {
    NOT_FOUND,
    INVALID_FIELDS,
    OWN_DETAIL_WITH_FIELDS,
    CONFLICT_WITHOUT_FIELDS,
    FORBIDDEN,
    TOO_MANY_REQUESTS
  }

  /** Breaks on what it was given. */
  @GET
  @Path("/break")
  int unexpected(@QueryParam("text") String text);

  /** A question of what is there already. */
  default boolean isEmpty() {
    return count() == 0;
  }
}
