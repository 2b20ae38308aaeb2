package pet.domain.user;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import pet.domain.MayRepeat;
import pet.domain.Within;

/** The user module's contract: what its neighbours may ask of it. */
@Path("/internal/user")
@Consumes("application/json")
@Produces("application/json")
public interface Users {

  /** The most people that one call may ask for. */
  int MOST = 100;

  /**
   * What people allow at this moment; {@link Privacy#DEFAULT} for who has not chosen, or is not
   * known; and whose tokens are of before their erasure. Who publishes an event about what a person
   * did asks it each time, so that an opt-out works from the next event on. May be repeated.
   *
   * @param userIds tokens' subjects, at most {@value #MOST}
   * @return an answer for each of them
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if one of them cannot be a subject or
   *     there are too many, {@code UNAVAILABLE} if it cannot be told now: then the events carry no
   *     user id
   */
  @POST
  @Path("/privacy")
  @MayRepeat
  @Within(millis = 2_000)
  List<Choice> privacy(Set<String> userIds);

  /**
   * Takes over what the login provider says of a person; one who is not known is made. The newest
   * version wins, and who was erased stays so. May be repeated.
   *
   * @return what came of it
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if nothing is told, {@code
   *     UNAVAILABLE} if it cannot be done now
   */
  @POST
  @Path("/logins")
  @MayRepeat
  LoginResult login(Login login);

  /**
   * The login provider deleted a person: they will be erased, everywhere, and no token revives
   * them. The answer means that this is durable, not that it is done. May be repeated.
   *
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if nothing is told, {@code
   *     UNAVAILABLE} if it cannot be done now
   */
  @POST
  @Path("/logins/deletion")
  @MayRepeat
  void loginDeleted(LoginDeletion deletion);

  /**
   * The shop wants a customer forgotten: they will be erased, everywhere, and with them the logins
   * whose verified address is theirs. Who logs in anew is somebody new. The answer means that this
   * is durable, not that it is done. May be repeated.
   *
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if nothing is told, {@code
   *     UNAVAILABLE} if it cannot be done now
   */
  @POST
  @Path("/customers/redaction")
  @MayRepeat
  ErasureBegun customerRedacted(CustomerRedaction redaction);

  /**
   * A shop is at its end, as staff have confirmed: what it told of people will be erased, and what
   * they had written in the designs that they ordered. Logins stay. The answer means that this is
   * durable, not that it is done. May be repeated.
   *
   * @throws pet.domain.DomainException {@code INVALID_INPUT} if nothing is told, {@code
   *     UNAVAILABLE} if it cannot be done now
   */
  @POST
  @Path("/shops/redaction")
  @MayRepeat
  ErasureBegun shopRedacted(ShopRedaction redaction);

  /**
   * What a person allows.
   *
   * @param erasedUntil tokens made up to then are of somebody who is erased, and do nothing; null
   *     if nobody was
   */
  record Choice(String userId, Privacy privacy, Instant erasedUntil) {

    /** Of whom the login provider deleted, or who is being erased: no token is good. */
    public static final Instant FOR_EVER = Instant.parse("9999-12-31T00:00:00Z");

    /** Of somebody who was never erased. */
    public Choice(String userId, Privacy privacy) {
      this(userId, privacy, null);
    }

    /** Whether a token is one of before an erasure; null: of no known time. */
    public boolean bars(Instant issuedAt) {
      return erasedUntil != null && (issuedAt == null || !issuedAt.isAfter(erasedUntil));
    }
  }

  /**
   * What came of a login provider's word.
   *
   * @param reason why it had no effect; null if it had one, or said what was known
   */
  record LoginResult(String reason) {}

  /**
   * What will erase somebody, and reports what was done.
   *
   * @param erasures ids of erasures, at least one
   */
  record ErasureBegun(List<UUID> erasures) {
    public ErasureBegun {
      erasures = List.copyOf(erasures);
    }
  }
}
