package pet.platform.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Development's own OpenID provider: a key in a git-ignored file, and tokens signed with it. */
public final class DevelopmentTokens {

  public static final String ISSUER = "pet-development";
  public static final String AUDIENCE = "pet-platform";
  public static final Duration LIFETIME = Duration.ofHours(12);

  private final ECKey key;

  private DevelopmentTokens(ECKey key) {
    this.key = key;
  }

  /** Reads the key, or makes it; two processes that start at once end up with the same one. */
  public static DevelopmentTokens at(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new DevelopmentTokens(ECKey.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read or make " + file + " (setting login.developmentKey)", e);
    } catch (ParseException e) {
      throw new IllegalStateException(
          file + " holds no key (setting login.developmentKey); remove it to get a new one", e);
    }
  }

  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            "key",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      String jwk = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate().toString();
      Files.writeString(fresh, jwk);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process was quicker: its key is as good.
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** The public half, to check tokens with. */
  ECKey publicKey() {
    return key.toPublicJWK();
  }

  /**
   * A token that this store's processes believe for 12 hours.
   *
   * @param role a role such as {@code staff}, or null
   * @param email an address that counts as verified, or null
   */
  public String mint(String subject, String role, String email) {
    Instant now = Instant.now();
    return mint(subject, role, email, now, now.plus(LIFETIME));
  }

  /** A token with a validity of its own; an expired one shows that it is refused. */
  public String mint(String subject, String role, String email, Instant from, Instant until) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(subject)
            .issueTime(Date.from(from))
            .expirationTime(Date.from(until))
            .claim("roles", role == null || role.isBlank() ? List.of() : List.of(role));
    if (email != null && !email.isBlank()) {
      claims.claim("email", email).claim("email_verified", true);
    }
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }
}
