package pet.platform.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.client.proxy.WebResourceFactory;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.http.Problem;

/**
 * Makes a neighbour's contract callable over HTTP: Jersey's proxy of the interface, with the
 * problems that come back turned into the exceptions a local object would throw.
 */
public final class RemoteModules implements AutoCloseable {

  private final Client client;
  private final Reachability reachability;

  public RemoteModules(RemoteSettings settings, ObjectMapper json, Reachability reachability) {
    this.reachability = reachability;
    client =
        ClientBuilder.newBuilder()
            .connectTimeout(settings.connectTimeout().toMilliseconds(), TimeUnit.MILLISECONDS)
            .readTimeout(settings.timeout().toMilliseconds(), TimeUnit.MILLISECONDS)
            .register(new JacksonJsonProvider(json))
            .register(new InternalAccess(settings.secret()))
            .build();
  }

  /** A proxy of the contract that calls one of the processes at {@code urls}. */
  public <T> T proxy(ModuleName module, List<URI> urls, Class<T> contract) {
    T remote = WebResourceFactory.newResource(contract, client.target(urls.get(0)));
    URI url = urls.get(0);
    Object proxy =
        Proxy.newProxyInstance(
            contract.getClassLoader(),
            new Class<?>[] {contract},
            (self, method, arguments) -> call(module, url, remote, method, arguments));
    return contract.cast(proxy);
  }

  private Object call(ModuleName module, URI url, Object remote, Method method, Object[] arguments)
      throws Throwable {
    try {
      Object result = method.invoke(remote, arguments);
      reachability.reached(url);
      return result;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ProcessingException) {
        reachability.failed(url, Reachability.Failure.BROKEN);
      } else {
        reachability.reached(url);
      }
      throw translate(module, e.getCause());
    }
  }

  private static Throwable translate(ModuleName module, Throwable thrown) {
    if (thrown instanceof WebApplicationException answer) {
      return fromProblem(module, answer);
    }
    if (thrown instanceof ProcessingException) {
      return unavailable(module, thrown);
    }
    return thrown;
  }

  private static DomainException fromProblem(ModuleName module, WebApplicationException answer) {
    Response response = answer.getResponse();
    try {
      Problem problem = response.readEntity(Problem.class);
      return problem
          .code()
          .filter(code -> code != ProblemCode.INTERNAL)
          .map(
              code ->
                  new DomainException(
                      code,
                      problem.detail(),
                      problem.errors() == null ? List.of() : problem.errors(),
                      answer))
          .orElseGet(() -> unavailable(module, answer));
    } catch (ProcessingException | IllegalStateException e) {
      return unavailable(module, answer);
    }
  }

  private static DomainException unavailable(ModuleName module, Throwable cause) {
    return new DomainException(
        ProblemCode.UNAVAILABLE,
        "The " + module.key() + " module does not answer.",
        List.of(),
        cause);
  }

  @Override
  public void close() {
    client.close();
  }
}
