package pet.platform.remote;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.codahale.metrics.MetricRegistry;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.domain.ModuleName;
import pet.messaging.Json;

/** A contract that could not be the same from elsewhere is refused before it is called. */
class ContractTest {

  private final RemoteModules remote =
      new RemoteModules(
          "test",
          RemoteSettings.DEFAULT,
          Json.tolerant(),
          new MetricRegistry(),
          new Reachability());

  @AfterEach
  void close() {
    remote.close();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        NoVerb.class,
        AnyTextInThePath.class,
        AnUnknownPartOfThePath.class,
        BareTextAsBody.class,
        BareTextAsResult.class,
        TwoBodies.class,
        AnotherHeader.class,
        ACookie.class,
        ADefault.class,
        TheCallerInTheQuery.class
      })
  void isRefusedByItsMethod(Class<?> contract) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> remote.proxy(ModuleName.USER, List.of(URI.create("http://x:1")), contract))
        .withMessageStartingWith("contract method " + contract.getSimpleName() + ".ask ");
  }

  interface NoVerb {
    void ask();
  }

  interface AnyTextInThePath {
    @GET
    @Path("/{id}")
    void ask(@PathParam("id") String id);
  }

  interface AnUnknownPartOfThePath {
    @GET
    @Path("/{id}/{number: [0-9]+}")
    void ask(@PathParam("id") long id);
  }

  interface BareTextAsBody {
    @POST
    void ask(String body);
  }

  interface BareTextAsResult {
    @GET
    String ask();
  }

  interface TwoBodies {
    @POST
    void ask(List<String> one, List<String> two);
  }

  interface AnotherHeader {
    @GET
    void ask(@HeaderParam("X-Other") String value);
  }

  interface ACookie {
    @GET
    void ask(@CookieParam("x") String value);
  }

  interface ADefault {
    @GET
    void ask(@DefaultValue("7") @QueryParam("x") int value);
  }

  interface TheCallerInTheQuery {
    @GET
    void ask(@QueryParam("who") Caller caller);
  }
}
