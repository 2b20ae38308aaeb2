package pet.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.platform.database.DatabaseOverride;
import pet.platform.database.DatabaseSettings;

class SecretStrengthTest {

  private static final String GOOD = "0123456789abcdef0123456789abcdef";

  @Test
  void whatChanceMadeIsGood() {
    assertThat(SecretStrength.flawOf(List.of(GOOD, "shpss_" + GOOD))).isEmpty();
    assertThat(SecretStrength.flawOf(List.of())).isEmpty();
    assertThat(SecretStrength.flawOfPassword(new Secret("Tr0ub4dor&3x"))).isEmpty();
  }

  @Test
  void theFlawIsToldAndNotTheSecret() {
    assertThat(SecretStrength.flawOf(List.of("geheim")))
        .hasValue("is too short: it has 6 characters of 32 at least");
    assertThat(SecretStrength.flawOf(List.of(GOOD, "geheim")))
        .hasValue("is too short: it has 6 characters of 32 at least (number 2)");
    assertThat(SecretStrength.flawOf(List.of("ababababababababababababababababab")))
        .hasValue("is too simple: it has fewer than 8 different characters");
    assertThat(SecretStrength.flawOfPassword(new Secret("geheim")))
        .hasValue("is too short: it has 6 characters of 12 at least");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/pet?user=a&password=geheim&ssl=true",
        "jdbc:postgresql://db/pet?PASSWORD=geheim",
        "jdbc:postgresql://db/pet?sslpassword=geheim",
        "jdbc:postgresql://pet:geheim@db:5432/pet",
        "jdbc:other://geheim/pet"
      })
  void aDatabasesUrlHoldsNoPassword(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatabaseSettings(url, null, null, null))
        .withMessageNotContaining("geheim");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatabaseOverride(url, null, null, null))
        .withMessageNotContaining("geheim");
  }

  @Test
  void anOrdinaryUrlIsTaken() {
    String url = "jdbc:postgresql://a:1,b:2/pet?ssl=true&options=-c%20x";

    assertThat(new DatabaseSettings(url, null, new Secret("geheim"), null).toString())
        .contains(url)
        .doesNotContain("geheim");
  }
}
