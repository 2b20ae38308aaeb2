package pet.dev.bench;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The reference: Dropwizard as it comes, with one resource that answers bytes it was given. */
public final class BareService extends Application<Configuration> {

  public static void main(String[] args) throws Exception {
    new BareService().run(args);
  }

  @Override
  public void run(Configuration configuration, Environment environment) {
    environment.jersey().register(new Bytes());
  }

  /** What was put at a name is answered there, whatever is asked. */
  @Path("/bytes/{name}")
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes(MediaType.APPLICATION_JSON)
  public static final class Bytes {

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @PUT
    public void put(@PathParam("name") String name, byte[] bytes) {
      kept.put(name, bytes);
    }

    @GET
    public byte[] get(@PathParam("name") String name) {
      return kept.get(name);
    }

    /** Takes a body, which it reads and forgets. */
    @POST
    public byte[] post(@PathParam("name") String name, byte[] body) {
      return kept.get(name);
    }
  }
}
