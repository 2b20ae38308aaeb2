package pet.platform.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pet.domain.ModuleName;
import pet.platform.ManualClock;
import pet.platform.Secret;
import pet.platform.login.DevelopmentTokens;

/** Who is one of ours. */
class ServiceIdentityTest {

  private static final String SECRET = "a secret that all of our processes share";
  private static final Instant NOW = Instant.parse("2026-11-22T19:05:00Z");

  private final ServiceIdentity caller = at(SECRET, Duration.ZERO);

  private static ServiceIdentity at(String secrets, Duration later) {
    return new ServiceIdentity(
        "some-service", new Secret(secrets), Clock.fixed(NOW.plus(later), ZoneId.of("UTC")));
  }

  @Test
  void aTokenIsForOneModule() {
    String token = caller.tokenFor(ModuleName.ORDER);

    ServiceIdentity called = at(SECRET, Duration.ofSeconds(1));
    assertThat(called.believes(token, "order")).isTrue();
    assertThat(called.believes(token, "user")).isFalse();
  }

  @Test
  void aTokenIsForAWhile() {
    String token = caller.tokenFor(ModuleName.ORDER);

    assertThat(at(SECRET, Duration.ofSeconds(59)).believes(token, "order")).isTrue();
    assertThat(at(SECRET, Duration.ofSeconds(80)).believes(token, "order"))
        .as("clocks may differ")
        .isTrue();
    assertThat(at(SECRET, Duration.ofSeconds(-20)).believes(token, "order"))
        .as("clocks may differ")
        .isTrue();
    assertThat(at(SECRET, Duration.ofSeconds(100)).believes(token, "order")).isFalse();
  }

  @Test
  void whatWasBelievedOnceIsNotBelievedBeyondItsEndNorByAnotherModule() {
    String token = caller.tokenFor(ModuleName.ORDER);
    ManualClock clock = new ManualClock(NOW);
    ServiceIdentity called = new ServiceIdentity("some-service", new Secret(SECRET), clock);

    assertThat(called.believes(token, "order")).isTrue();
    assertThat(called.believes(token, "user")).isFalse();
    clock.advance(Duration.ofSeconds(89));
    assertThat(called.believes(token, "order")).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(called.believes(token, "order")).isFalse();
  }

  @Test
  void aTokenIsUsedAgainUntilShortlyBeforeItsEnd() {
    ManualClock clock = new ManualClock(NOW);
    ServiceIdentity service = new ServiceIdentity("some-service", new Secret(SECRET), clock);
    String token = service.tokenFor(ModuleName.ORDER);

    clock.advance(Duration.ofSeconds(30));
    assertThat(service.tokenFor(ModuleName.ORDER)).isEqualTo(token);
    assertThat(service.tokenFor(ModuleName.USER)).isNotEqualTo(token);
    clock.advance(Duration.ofSeconds(20));
    assertThat(service.tokenFor(ModuleName.ORDER)).isNotEqualTo(token);
  }

  @Test
  void secretsAreReplacedOneProcessAtATime() {
    List<String> steps = List.of("old", "old,new", "new, old", "new");
    for (int i = 1; i < steps.size(); i++) {
      ServiceIdentity before = at(steps.get(i - 1), Duration.ZERO);
      ServiceIdentity after = at(steps.get(i), Duration.ZERO);
      assertThat(after.believes(before.tokenFor(ModuleName.ORDER), "order"))
          .as(steps.get(i))
          .isTrue();
      assertThat(before.believes(after.tokenFor(ModuleName.ORDER), "order"))
          .as(steps.get(i))
          .isTrue();
    }
    assertThat(
            at("new", Duration.ZERO)
                .believes(at("old", Duration.ZERO).tokenFor(ModuleName.ORDER), "order"))
        .isFalse();
  }

  @Test
  void nothingElseIsBelieved(@TempDir Path folder) throws Exception {
    String token = caller.tokenFor(ModuleName.ORDER);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("some-service")
            .audience("order")
            .issueTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plusSeconds(60)))
            .build();
    Stream.of(
            at("guess", Duration.ZERO).tokenFor(ModuleName.ORDER),
            DevelopmentTokens.at(folder.resolve("key.jwk"))
                .mint("bob", "staff", null, NOW, NOW.plusSeconds(60)),
            new PlainJWT(claims).serialize(),
            signedWithTheSecretItself(JOSEObjectType.JWT, claims),
            signedWithTheSecretItself(new JOSEObjectType("pet-service+jwt"), claims),
            token.substring(0, token.length() - 4) + "AAAA",
            token.substring(0, token.lastIndexOf('.') + 1),
            "nonsense",
            "",
            "x".repeat(100_000))
        .forEach(other -> assertThat(caller.believes(other, "order")).as(other).isFalse());
    assertThat(caller.believes(null, "order")).isFalse();
  }

  private static String signedWithTheSecretItself(JOSEObjectType type, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).type(type).build(), claims);
    token.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
    return token.serialize();
  }

  @Test
  void anEmptySecretIsNone() {
    for (String setting : List.of("", " ", "new,", ",old", "new,,old")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> at(setting, Duration.ZERO))
          .withMessageContaining("remote.secret");
    }
  }
}
