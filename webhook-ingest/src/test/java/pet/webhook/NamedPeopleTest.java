package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a body names, wherever it does. */
class NamedPeopleTest {

  private static Set<String> in(String body) {
    return NamedPeople.in(null, body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann@Example.com | email:ann@example.com",
        "Ann Lee <ann.lee+dogs@example.co.uk>, call her | email:ann.lee+dogs@example.co.uk",
        "write to ann@example.com. | email:ann@example.com",
        "mailto:ann@example.com?subject=x | email:ann@example.com",
        "жучка@пример.рф | email:жучка@пример.рф",
        "ann\\u0040example.com | email:ann@example.com",
        "cus_NffrFeUfNV2Hib | customer:stripe:cus_NffrFeUfNV2Hib",
      })
  void aTextNames(String text, String name) {
    assertThat(in("{\"a\":[{\"b\":\"" + text + "\"}]}")).containsExactly(name);
  }

  @Test
  void idsOfCustomersAndUsersAreKnownByTheirFields() {
    assertThat(in("{\"customer\":{\"id\":9007199254740993,\"tags\":{\"id\":1}},\"id\":2}"))
        .containsExactly(NamedPeople.ofCustomer(9_007_199_254_740_993L));
    assertThat(in("{\"customer_id\":7}")).containsExactly(NamedPeople.ofCustomer(7));
    assertThat(in("{\"data\":{\"user_id\":\"user_1\"}}"))
        .containsExactly(NamedPeople.ofUser("user_1"));
  }

  @Test
  void whatNamesNobodyNamesNobody() {
    assertThat(in("{\"a\":\"@\",\"b\":\"x @ y\",\"c\":\"@home\",\"d\":\"me@\",\"id\":5}"))
        .isEmpty();
    assertThat(in("")).isEmpty();
  }

  @Test
  void whatIsInAnOrdersLaneIsFoundByTheOrder() {
    byte[] body = "{\"email\":\"ann@example.com\"}".getBytes(UTF_8);
    assertThat(NamedPeople.in("shopify:order:1", body)).isEmpty();
    assertThat(NamedPeople.in("shopify:customer:1", body)).hasSize(1);
  }

  @Test
  void aBodyThatCannotBeReadNamesSomebodyAllTheSame() {
    assertThat(in("{\"id\":1, ann@example.com")).containsExactly("email:ann@example.com");
  }

  @Test
  void aLongBodyIsReadInAMoment() {
    long begun = System.nanoTime();
    assertThat(in("\"" + "a".repeat(500_000) + "@".repeat(400_000) + "\"")).hasSizeLessThan(51);
    assertThat(in("\"" + "ann@x.org ".repeat(90_000) + "\"")).containsExactly("email:ann@x.org");
    assertThat(System.nanoTime() - begun).isLessThan(3_000_000_000L);
  }
}
