package pet.platform.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.dropwizard.auth.AuthenticationException;
import io.dropwizard.auth.Authenticator;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.Caller;
import pet.platform.Stage;

/**
 * Checks a JSON Web Token: RS256 or ES256 against the provider's keys, issuer, audience and times.
 * A token that is expired, foreign, unsigned or signed otherwise is not accepted.
 */
public final class TokenAuthenticator implements Authenticator<String, Caller> {

  private static final Logger LOG = LoggerFactory.getLogger(TokenAuthenticator.class);
  private static final int MAX_TOKEN_CHARACTERS = 8192;

  /** A key that the provider withdraws is believed for so much longer, if its token was in use. */
  private static final Duration BELIEVED_FOR = Duration.ofSeconds(30);

  /** How long the keys hold that were read before the provider was away. */
  private static final Duration OUTAGE = Duration.ofHours(4);

  private static final long MOST_BELIEVED_CHARACTERS = 4_000_000;

  /** OpenID's: at most 255 ASCII characters. What is none could be kept nowhere. */
  private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /** What a token said, and when it ends. */
  private record Verified(Caller caller, Instant until) {}

  /** Checking a signature costs more than most requests: each token is checked now and then. */
  private final Cache<String, Verified> believed =
      Caffeine.newBuilder()
          .expireAfterWrite(BELIEVED_FOR)
          .maximumWeight(MOST_BELIEVED_CHARACTERS)
          .weigher((String token, Verified verified) -> token.length())
          .build();

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String rolesClaim;
  private final Clock clock;

  /**
   * @throws IllegalArgumentException if production has no provider
   */
  public TokenAuthenticator(LoginSettings settings, Stage stage) {
    this(settings, stage, Clock.systemUTC());
  }

  TokenAuthenticator(LoginSettings settings, Stage stage, Clock clock) {
    this.clock = clock;
    boolean ownTokens = settings.jwksUrl() == null;
    if (ownTokens && !stage.isDevelopment()) {
      throw new IllegalArgumentException(
          "setting login.jwksUrl is needed in production: only development issues its own tokens");
    }
    if (!ownTokens && settings.issuer() == null) {
      throw new IllegalArgumentException("setting login.issuer is needed with login.jwksUrl");
    }
    rolesClaim = settings.rolesClaim();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
            ownTokens ? ownKeys(settings) : providerKeys(settings)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            ownTokens ? DevelopmentTokens.AUDIENCE : settings.audience(),
            new JWTClaimsSet.Builder()
                .issuer(ownTokens ? DevelopmentTokens.ISSUER : settings.issuer())
                .build(),
            Set.of("sub", "exp")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
  }

  private static JWKSource<SecurityContext> ownKeys(LoginSettings settings) {
    return new ImmutableJWKSet<>(
        new JWKSet(DevelopmentTokens.at(settings.developmentKey()).publicKey()));
  }

  private static JWKSource<SecurityContext> providerKeys(LoginSettings settings) {
    try {
      // Read every five minutes and when a token names a key that is not known, but not more often
      // than twice in half a minute; while the provider is away, its last keys hold for hours.
      return JWKSourceBuilder.create(settings.jwksUrl().toURL())
          .retrying(true)
          .outageTolerant(OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("setting login.jwksUrl is not a URL", e);
    }
  }

  /** The caller of a token that was checked a moment ago. */
  public Optional<Caller> known(String token) {
    Verified known = believed.getIfPresent(token);
    return known != null && clock.instant().isBefore(known.until())
        ? Optional.of(known.caller())
        : Optional.empty();
  }

  @Override
  public Optional<Caller> authenticate(String token) throws AuthenticationException {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return Optional.empty();
    }
    Optional<Caller> known = known(token);
    if (known.isPresent()) {
      return known;
    }
    try {
      JWTClaimsSet claims = processor.process(token, null);
      if (!SUBJECT.matcher(claims.getSubject()).matches()) {
        LOG.debug("token refused: its subject is none");
        return Optional.empty();
      }
      Caller caller = caller(claims);
      believed.put(token, new Verified(caller, claims.getExpirationTime().toInstant()));
      return Optional.of(caller);
    } catch (RemoteKeySourceException e) {
      throw new AuthenticationException("the login provider's keys cannot be read", e);
    } catch (KeySourceException | BadJOSEException | ParseException e) {
      LOG.debug("token refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    } catch (JOSEException e) {
      throw new AuthenticationException(e);
    }
  }

  private Caller caller(JWTClaimsSet claims) {
    boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
    Object email = claims.getClaim("email");
    return new Caller(
        claims.getSubject(),
        roles(claims.getClaim(rolesClaim)),
        verified && email instanceof String text ? text : null,
        claims.getIssueTime() == null ? null : claims.getIssueTime().toInstant(),
        claims.getExpirationTime().toInstant());
  }

  private static Set<String> roles(Object claim) {
    Set<String> roles = new HashSet<>();
    if (claim instanceof String one) {
      roles.add(one);
    } else if (claim instanceof List<?> many) {
      many.stream().filter(String.class::isInstance).map(String.class::cast).forEach(roles::add);
    }
    return roles;
  }
}
