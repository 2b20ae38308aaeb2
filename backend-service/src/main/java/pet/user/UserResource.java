package pet.user;

import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import pet.domain.Caller;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.platform.http.Conditional;
import pet.platform.http.IfMatch;
import pet.platform.openapi.Answers;

/** What concerns oneself. Public, for Jersey. */
@Path("/api/users/me")
@Consumes("application/json")
@Produces("application/json")
public final class UserResource {

  private final UserService users;
  private final PreferencesService preferences;
  private final PersonalData data;
  private final Erasures erasures;
  private final ErasureWork work;

  UserResource(
      UserService users,
      PreferencesService preferences,
      PersonalData data,
      Erasures erasures,
      ErasureWork work) {
    this.users = users;
    this.preferences = preferences;
    this.data = data;
    this.erasures = erasures;
    this.work = work;
  }

  /** One's profile; made at the first sight of a valid token. */
  @GET
  @Answers(value = Profile.class, cacheControl = "private, no-cache")
  public Response me(@Auth Caller caller, @Context Request request) {
    UserService.Versioned found = users.read(caller);
    return personal(Conditional.read(request, new EntityTag(found.tag()), found::profile));
  }

  /** Changes what one may change about one's profile. */
  @PATCH
  @Answers(value = Profile.class, cacheControl = "private, no-cache")
  public Response change(
      @Auth Caller caller, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, ProfilePatch patch) {
    IfMatch condition = IfMatch.needed(ifMatch);
    if (patch == null) {
      throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is empty.");
    }
    return answer(users.change(caller, patch, condition));
  }

  /** What one chose, or what holds until one does. */
  @GET
  @Path("preferences")
  @Answers(Preferences.class)
  public Response preferences(@Auth Caller caller, @Context Request request) {
    PreferencesService.Versioned found = preferences.find(caller.subject());
    return personal(
        Conditional.read(request, new EntityTag(found.tag()), () -> found.preferences()));
  }

  /** Chooses all of them anew. */
  @PUT
  @Path("preferences")
  @Answers(value = Preferences.class, cacheControl = "private, no-cache")
  public Response choose(
      @Auth Caller caller, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, Preferences chosen) {
    IfMatch condition = IfMatch.needed(ifMatch);
    if (chosen == null) {
      throw new DomainException(ProblemCode.MALFORMED_BODY, "The body is empty.");
    }
    return answer(preferences.put(caller, chosen, condition));
  }

  /** All that the store knows of the caller. */
  @GET
  @Path("export")
  @Answers(value = PersonalData.Export.class, cacheControl = "no-store")
  public Response export(@Auth Caller caller) {
    return Response.ok(data.export(caller)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /**
   * Erases the caller, everywhere; reports what was done. 202 where a part of the store is away, or
   * somebody is about it already: then it comes to its end by itself, and a repeat tells how far it
   * is. A repeat tells all that was erased, by the first one, too.
   */
  @DELETE
  @Answers(
      value = Erasures.Report.class,
      status = {200, 202},
      cacheControl = "no-store")
  public Response erase(@Auth Caller caller) {
    UUID id = erasures.ask(caller);
    work.start(id);
    Erasures.Report report = erasures.report(id);
    return Response.status(report.erasedAt() == null ? 202 : 200)
        .entity(report)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static Response answer(PreferencesService.Versioned found) {
    return personal(Response.ok(found.preferences()).tag(new EntityTag(found.tag())));
  }

  private static Response answer(UserService.Versioned found) {
    return personal(Response.ok(found.profile()).tag(new EntityTag(found.tag())));
  }

  private static Response personal(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.VARY, "Authorization")
        .build();
  }
}
