package pet.builder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What can be chosen. Public, for Jersey. */
@Path("/api/catalog")
@Produces("application/json")
public final class CatalogResource {

  private final byte[] catalog;
  private final EntityTag tag;

  CatalogResource(CatalogView catalog, ObjectMapper json) {
    try {
      // It cannot change while the process runs: written once.
      this.catalog = json.writeValueAsBytes(catalog);
      // Of the content, so that two replicas agree.
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(this.catalog);
      tag = new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @GET
  public Response catalog(@Context Request request) {
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return unchanged != null ? unchanged.build() : Response.ok(catalog).tag(tag).build();
  }
}
