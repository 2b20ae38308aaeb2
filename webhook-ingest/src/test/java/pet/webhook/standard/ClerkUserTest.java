package pet.webhook.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.user.Login;

class ClerkUserTest {

  private static final String ADA = "user_35ZkTgAdaOfTheSamples000001";

  private static byte[] sample(String name) throws IOException {
    try (InputStream in =
        ClerkUserTest.class.getResourceAsStream("/pet/webhook/clerk/" + name + ".json")) {
      return in.readAllBytes();
    }
  }

  @Test
  void thePrimaryAddressIsTheirsIfItIsVerified() throws Exception {
    assertThat(ClerkUser.read(sample("user_created")))
        .isEqualTo(new Login(ADA, "Ada@Example.com", Instant.ofEpochMilli(1_795_000_000_123L)));
    assertThat(ClerkUser.read(sample("user_updated")))
        .isEqualTo(new Login(ADA, "ada@new.example", Instant.ofEpochMilli(1_795_000_050_000L)));
  }

  @Test
  void whoIsDeletedIsNamedAndNothingElse() throws Exception {
    assertThat(ClerkUser.idOf(sample("user_deleted"))).isEqualTo(ADA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "status": "verified" | "status": "unverified"
          "status": "verified" | "status": null
          "primary_email_address_id": "idn_35ZkTgHomeAddressOfAda00001" | "primary_email_address_id": null
          "primary_email_address_id": "idn_35ZkTgHomeAddressOfAda00001" | "primary_email_address_id": "idn_35ZkTgWorkAddressOfAda00001"
          "email_addresses" | "addresses"
          """)
  void whatClerkDoesNotVouchForIsNoAddress(String there, String instead) throws Exception {
    String body = new String(sample("user_created"), UTF_8);
    assertThat(body).contains(there);

    assertThat(ClerkUser.read(body.replace(there, instead).getBytes(UTF_8)).email()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id": "user_ | "was": "user_            | data.id
          "updated_at": 1795000000123 | "updated_at": null  | data.updated_at
          "updated_at": 1795000000123 | "updated_at": "now" | data.updated_at
          """)
  void whatDoesNotSayWhomOrWhichVersionIsNamed(String there, String instead, String field)
      throws Exception {
    String body = new String(sample("user_created"), UTF_8);
    assertThat(body).contains(there);

    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> ClerkUser.read(body.replace(there, instead).getBytes(UTF_8)))
        .satisfies(
            e -> assertThat(e.errors()).extracting(FieldError::field).containsExactly(field));
  }
}
