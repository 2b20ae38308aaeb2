package pet.platform.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Caller;
import pet.platform.ManualClock;
import pet.platform.Stage;

class TokenAuthenticatorTest {

  private final ManualClock clock = new ManualClock(Instant.now());
  private DevelopmentTokens tokens;
  private TokenAuthenticator authenticator;

  @BeforeEach
  void issue(@TempDir Path folder) {
    Path key = folder.resolve("development.jwk");
    tokens = DevelopmentTokens.at(key);
    authenticator =
        new TokenAuthenticator(
            new LoginSettings(null, null, null, null, key), Stage.DEVELOPMENT, clock);
  }

  private Optional<Caller> ask(String token) throws Exception {
    return authenticator.authenticate(token);
  }

  @Test
  void theSameTokenIsTheSameCallerEachTime() throws Exception {
    String alice = tokens.mint("alice", "staff", "alice@example.com");
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String bob = tokens.mint("bob", null, null, now, now.plusSeconds(600));

    for (int i = 0; i < 3; i++) {
      assertThat(ask(alice).orElseThrow().subject()).isEqualTo("alice");
      assertThat(ask(alice).orElseThrow().email()).contains("alice@example.com");
      assertThat(ask(bob)).contains(new Caller("bob", Set.of(), null, now, now.plusSeconds(600)));
    }
  }

  @Test
  void oneThatWasGoodIsRefusedFromItsEndOn() throws Exception {
    Instant now = clock.instant();
    String token = tokens.mint("alice", null, null, now, now.plusSeconds(600));
    assertThat(ask(token)).isPresent();

    clock.advance(Duration.ofSeconds(599));
    assertThat(ask(token)).isPresent();
    // A minute is how much clocks may differ.
    clock.advance(Duration.ofSeconds(62));
    assertThat(ask(token)).isEmpty();
  }

  @Test
  void oneThatDiffersInASingleLetterIsNobodys() throws Exception {
    String token = tokens.mint("alice", null, null);
    assertThat(ask(token)).isPresent();

    int middle = token.length() - 40;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    assertThat(ask(token.substring(0, middle) + other + token.substring(middle + 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth0|7", "user_35ZkTgAdaOf", "google-oauth2|103:~x"})
  void aSubjectIsWhateverTheProviderCallsAPerson(String subject) throws Exception {
    assertThat(ask(tokens.mint(subject, null, null)).orElseThrow().subject()).isEqualTo(subject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u0000b", "a b", "a\nb", "Zoë"})
  void withoutASubjectATokenIsNobodys(String subject) throws Exception {
    assertThat(ask(tokens.mint(subject, null, null))).isEmpty();
    assertThat(ask(tokens.mint("x".repeat(256), null, null))).isEmpty();
    assertThat(ask(tokens.mint("x".repeat(255), null, null))).isPresent();
  }
}
