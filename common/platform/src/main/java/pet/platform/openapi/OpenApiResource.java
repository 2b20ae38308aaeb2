package pet.platform.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import pet.domain.ModuleName;
import pet.platform.http.Conditional;

/** What this process answers, itself or by forwarding, as an OpenAPI 3.1 document. */
@Path("/openapi.json")
@Produces("application/json")
public final class OpenApiResource {

  private final List<ModuleName> modules;
  private final ObjectMapper json;
  private volatile Written written;

  private record Written(String document, EntityTag tag) {}

  /**
   * Tells of these modules.
   *
   * @param modules those that run here or are forwarded to
   */
  public OpenApiResource(Collection<ModuleName> modules, ObjectMapper json) {
    this.modules = List.copyOf(modules);
    this.json = json;
  }

  @GET
  public Response document(@Context Request request) {
    Written document = written();
    return Conditional.read(request, document.tag, () -> document.document)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .build();
  }

  /** Put together when it is first asked for: a start need not wait for it. */
  private Written written() {
    if (written == null) {
      String document = OpenApiDocument.of(modules, json);
      written = new Written(document, new EntityTag(hash(document)));
    }
    return written;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().toHexDigits(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
