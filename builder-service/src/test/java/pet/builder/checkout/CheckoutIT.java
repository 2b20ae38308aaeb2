package pet.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static pet.builder.Problems.assertInvalid;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.builder.Customer;
import pet.builder.Replicas;
import pet.messaging.Json;
import pet.testing.Answer;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** The hand-off to the shop, over HTTP. */
@ExtendWith(ServersExtension.class)
class CheckoutIT {

  private Customer alice;
  private String design;

  @BeforeEach
  void design(Servers servers) {
    alice = Customer.of(Replicas.shared(servers).one());
    design = alice.design();
  }

  @Test
  void hasWhatTheCartTakes() {
    String id = design.substring(design.lastIndexOf('/') + 1);

    Answer checkout = alice.post(design + "/checkout", "{\"quantity\":2}");

    assertThat(checkout.status()).isEqualTo(200);
    JsonNode line = checkout.json().at("/items/0");
    assertThat(line.get("id").asText()).matches("[0-9]+");
    assertThat(line.get("quantity").asInt()).isEqualTo(2);
    assertThat(line.get("properties").toString())
        .isEqualTo("{\"_design_id\":\"" + id + "\",\"_design_revision\":\"1\"}");
    assertThat(checkout.json().at("/price")).isEqualTo(alice.get(design).json().get("price"));
    assertThat(checkout.json().get("designId").asText()).isEqualTo(id);
    assertThat(checkout.json().get("revision").asInt()).isEqualTo(1);
  }

  @Test
  void hasALinkThatOpensTheCartWithTheSameInIt() throws Exception {
    JsonNode checkout = alice.post(design + "/checkout", "{\"quantity\":3}").json();
    JsonNode line = checkout.at("/items/0");

    URI link = URI.create(checkout.get("cartUrl").asText());

    assertThat(link).hasScheme("https").hasHost("tour.myshopify.com");
    assertThat(link).hasPath("/cart/" + line.get("id").asText() + ":3");
    Matcher query =
        Pattern.compile("properties=([A-Za-z0-9_-]+)&storefront=true").matcher(link.getQuery());
    assertThat(query.matches()).as(link.getQuery()).isTrue();
    String properties =
        new String(Base64.getUrlDecoder().decode(query.group(1)), StandardCharsets.UTF_8);
    assertThat(Json.strict().readTree(properties)).isEqualTo(line.get("properties"));
  }

  @Test
  void eachSizeIsAVariantAndTheRevisionIsTheOneInForce() {
    String medium = alice.post(design + "/checkout", "").json().at("/items/0/id").asText();
    alice.patch(design, "*", "{\"config\":" + Customer.PLAIN + "}");

    JsonNode large = alice.post(design + "/checkout", "").json().at("/items/0");

    assertThat(large.get("id").asText()).isNotEqualTo(medium);
    assertThat(large.get("quantity").asInt()).isEqualTo(1);
    assertThat(large.at("/properties/_design_revision").asText()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "101",
        "1.5",
        "\"2\"",
        "99999999999",
        "1e400",
        "[]",
        "true",
        "\"\"",
        "\" \""
      })
  void refusesWhatIsNoQuantity(String quantity) {
    assertInvalid(alice.post(design + "/checkout", "{\"quantity\":" + quantity + "}"), "quantity");
  }

  @Test
  void refusesAPrice() {
    assertInvalid(alice.post(design + "/checkout", "{\"price\":\"0.01\"}"), "price");
  }
}
