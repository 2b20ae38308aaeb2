package pet.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jersey.optional.EmptyOptionalNoContentExceptionMapper;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import pet.platform.http.BodyLimit;
import pet.platform.http.InMemoryBody;
import pet.platform.http.JsonBodies;
import pet.platform.http.ProblemMapper;
import pet.platform.http.RequestParameter;
import pet.platform.remote.CallerHeader;
import pet.platform.remote.InternalAccess;
import pet.platform.remote.ServiceIdentity;

/** How every process reads requests and writes answers, on public and on internal paths. */
public final class JsonApi implements Feature {

  private final ObjectMapper json;
  private final ServiceIdentity identity;

  public JsonApi(ObjectMapper json, ServiceIdentity identity) {
    this.json = json;
    this.identity = identity;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new JsonBodies(json));
    context.register(new ProblemMapper());
    // Nothing is an answer, too: the local object's caller gets an empty Optional.
    context.register(new EmptyOptionalNoContentExceptionMapper());
    context.register(new InMemoryBody.Filter());
    context.register(BodyLimit.class);
    context.register(new InternalAccess(identity));
    context.register(new CallerHeader());
    context.register(RequestParameter.class);
    return true;
  }
}
