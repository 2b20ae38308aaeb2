package pet.platform.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import pet.domain.ModuleName;
import pet.platform.Secret;

/**
 * How our processes know each other: each signs short-lived tokens, each for one module, with a key
 * that is made from the shared secret. A customer's token is of another type, signed by another key
 * with another algorithm, and sent in another header.
 */
public final class ServiceIdentity {

  /** The header that carries the token. */
  public static final String HEADER = "X-Pet-Service";

  static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** A token is used while this much of its life is left, and then made anew. */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private static final JWSAlgorithm ALGORITHM = JWSAlgorithm.HS256;
  private static final JOSEObjectType TYPE = new JOSEObjectType("pet-service+jwt");
  private static final String PURPOSE = "pet service token, 1";
  private static final int MAX_TOKEN_CHARACTERS = 1024;
  private static final int MOST_BELIEVED = 1_000;

  private final String service;
  private final Clock clock;
  private final MACSigner signer;
  private final DefaultJWTProcessor<SecurityContext> verifier = new DefaultJWTProcessor<>();
  private final Map<ModuleName, Token> tokens = new EnumMap<>(ModuleName.class);

  /** A caller sends one token for half a minute: each is verified once, and believed to its end. */
  private final Cache<String, Verified> believed =
      Caffeine.newBuilder().maximumSize(MOST_BELIEVED).build();

  private record Token(String text, Instant until) {}

  /** Whom a token is for, and when it ends. */
  private record Verified(List<String> audience, Instant until) {}

  /**
   * @param service this process's name, as others will see it
   * @param secret what all processes share; several are separated by commas, newest first
   */
  public ServiceIdentity(String service, Secret secret) {
    this(service, secret, Clock.systemUTC());
  }

  ServiceIdentity(String service, Secret secret, Clock clock) {
    this.service = service;
    this.clock = clock;
    List<byte[]> keys = secrets(secret).stream().map(ServiceIdentity::key).toList();
    try {
      signer = new MACSigner(keys.get(0));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    List<JWK> believed =
        keys.stream().map(key -> (JWK) new OctetSequenceKey.Builder(key).build()).toList();
    verifier.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
    verifier.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHM, new ImmutableJWKSet<>(new JWKSet(believed))));
    verifier.setJWTClaimsSetVerifier(new Times());
  }

  /** The secrets that a setting holds. */
  static List<String> secrets(Secret setting) {
    List<String> secrets =
        Arrays.stream(setting.value().split(",", -1)).map(String::strip).toList();
    if (secrets.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          "setting remote.secret is one secret, or several separated by commas; one is empty");
    }
    return secrets;
  }

  /** A key for this purpose alone, whatever else the secret is used for. */
  private static byte[] key(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with which this process may call the module for a little while. */
  public String tokenFor(ModuleName module) {
    Instant now = clock.instant();
    synchronized (tokens) {
      Token token = tokens.get(module);
      if (token == null || token.until().minus(MARGIN).isBefore(now)) {
        token = sign(module, now);
        tokens.put(module, token);
      }
      return token.text();
    }
  }

  private Token sign(ModuleName module, Instant now) {
    Instant until = now.plus(LIFETIME);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(ALGORITHM).type(TYPE).build(),
            new JWTClaimsSet.Builder()
                .issuer(service)
                .audience(module.key())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(until))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return new Token(token.serialize(), until);
  }

  /** Whether one of our processes signed this, for this module, just now. */
  public boolean believes(String token, String module) {
    if (token == null || token.length() > MAX_TOKEN_CHARACTERS) {
      return false;
    }
    Verified verified = believed.getIfPresent(token);
    if (verified == null || !verified.until().isAfter(clock.instant())) {
      verified = verified(token);
    }
    return verified != null && verified.audience().equals(List.of(module));
  }

  /** Null if nobody believes it. */
  private Verified verified(String token) {
    try {
      JWTClaimsSet claims = verifier.process(token, null);
      Verified verified =
          new Verified(
              claims.getAudience(), claims.getExpirationTime().toInstant().plus(CLOCK_SKEW));
      believed.put(token, verified);
      return verified;
    } catch (BadJOSEException | JOSEException | ParseException e) {
      return null;
    }
  }

  private final class Times extends DefaultJWTClaimsVerifier<SecurityContext> {
    Times() {
      super(null, Set.of("iss", "aud", "iat", "exp"));
      setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
