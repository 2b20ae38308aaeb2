package pet.platform.openapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import pet.domain.DomainException;
import pet.platform.http.Conditional;

/** A page to try {@link OpenApiResource the document}: Swagger UI, from its webjar. */
@Path("/docs")
public final class DocsResource {

  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** Nothing from elsewhere; Swagger UI sets styles of elements, and has pictures in its CSS. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "png", "image/png");

  private static final String PAGE = "page.html";
  private static final Map<String, String> FILES = files();

  /** The page. */
  @GET
  public Response page(@Context Request request) {
    return file(PAGE, request);
  }

  /** What the page needs. */
  @GET
  @Path("{file}")
  public Response file(@PathParam("file") String file, @Context Request request) {
    String place = FILES.get(file);
    if (place == null) {
      throw DomainException.notFound("file");
    }
    // The place has the version of Swagger UI in it; the page and its script are as long as they
    // are.
    byte[] content = read(place);
    EntityTag tag = new EntityTag(Integer.toHexString(place.hashCode()) + '-' + content.length);
    return Conditional.read(request, tag, () -> content)
        .type(TYPES.get(file.substring(file.lastIndexOf('.') + 1)))
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  private static Map<String, String> files() {
    Properties webjar = new Properties();
    try (InputStream in = open(WEBJAR)) {
      webjar.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String theirs = "META-INF/resources/webjars/swagger-ui/" + webjar.getProperty("version") + "/";
    String ours = DocsResource.class.getPackageName().replace('.', '/') + "/";
    return Map.of(
        PAGE,
        ours + PAGE,
        "page.js",
        ours + "page.js",
        "swagger-ui.css",
        theirs + "swagger-ui.css",
        "swagger-ui-bundle.js",
        theirs + "swagger-ui-bundle.js",
        "favicon-32x32.png",
        theirs + "favicon-32x32.png");
  }

  private static byte[] read(String place) {
    try (InputStream in = open(place)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String place) {
    return DocsResource.class.getClassLoader().getResourceAsStream(place);
  }
}
