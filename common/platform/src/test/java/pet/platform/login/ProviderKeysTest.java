package pet.platform.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pet.domain.Caller;
import pet.platform.Stage;

/** A provider that publishes its keys over HTTP, changes them, and goes away. */
class ProviderKeysTest {

  private static final String ISSUER = "https://login.example";
  private static final String AUDIENCE = "pet";

  private final AtomicInteger reads = new AtomicInteger();
  private volatile JWKSet published;
  private HttpServer provider;
  private TokenAuthenticator authenticator;

  @BeforeEach
  void publish() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    provider.createContext(
        "/jwks",
        exchange -> {
          reads.incrementAndGet();
          byte[] keys = published.toString(true).getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    URI keys = URI.create("http://localhost:" + provider.getAddress().getPort() + "/jwks");
    authenticator =
        new TokenAuthenticator(
            new LoginSettings(ISSUER, AUDIENCE, keys, null, null), Stage.PRODUCTION);
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private static ECKey key(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  private void publishes(ECKey... keys) {
    published = new JWKSet(Arrays.asList(keys));
  }

  private static JWTClaimsSet.Builder claims(String subject) {
    return new JWTClaimsSet.Builder()
        .subject(subject)
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private static String token(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  private static String token(ECKey key, String subject) throws JOSEException {
    return token(key, claims(subject).build());
  }

  private String caller(String token) throws Exception {
    return authenticator.authenticate(token).map(Caller::subject).orElse("nobody");
  }

  @Test
  void aNewKeyIsBelievedAtOnceAndTheOldOneAsLongAsItIsPublished() throws Exception {
    ECKey old = key("old");
    ECKey next = key("next");
    publishes(old);
    assertThat(caller(token(old, "ann"))).isEqualTo("ann");
    assertThat(caller(token(old, "bob"))).isEqualTo("bob");
    assertThat(reads).hasValue(1);

    publishes(next, old);
    assertThat(caller(token(next, "ann"))).isEqualTo("ann");
    assertThat(caller(token(old, "cleo"))).isEqualTo("cleo");
    assertThat(reads).hasValue(2);
  }

  @Test
  void whileTheProviderIsAwayItsKeysHold() throws Exception {
    ECKey key = key("one");
    publishes(key);
    assertThat(caller(token(key, "ann"))).isEqualTo("ann");

    provider.stop(0);

    assertThat(caller(token(key, "bob"))).isEqualTo("bob");
  }

  @Test
  void unknownKeysDoNotMakeUsAskAgainAndAgain() throws Exception {
    publishes(key("one"));
    for (int i = 0; i < 20; i++) {
      assertThat(caller(token(key("foreign-" + i), "eve"))).isEqualTo("nobody");
    }

    assertThat(reads.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void whatIsNotMeantForUsIsNobodys() throws Exception {
    ECKey key = key("one");
    publishes(key);
    JWTClaimsSet good = claims("eve").build();
    SignedJWT symmetric =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), good);
    symmetric.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(UTF_8)));
    Date past = Date.from(Instant.now().minusSeconds(120));
    Date future = Date.from(Instant.now().plusSeconds(120));

    assertThat(caller(token(key, good))).isEqualTo("eve");
    for (String refused :
        List.of(
            token(key, claims("eve").issuer("https://evil.example").build()),
            token(key, claims("eve").audience("somebody else").build()),
            token(key, claims("eve").expirationTime(past).build()),
            token(key, claims("eve").notBeforeTime(future).build()),
            token(key, claims(null).build()),
            token(key, claims("eve").expirationTime(null).build()),
            token(new ECKeyGenerator(Curve.P_256).keyID("one").generate(), "eve"),
            symmetric.serialize(),
            new PlainJWT(good).serialize(),
            "nonsense")) {
      assertThat(caller(refused)).as(refused).isEqualTo("nobody");
    }
  }
}
