package pet.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.builder.design.DesignRow;
import pet.domain.DomainException;
import pet.domain.ProblemCode;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.domain.builder.PriceList;
import pet.messaging.Json;

class ShopifyCartTest {

  private static final String BEYOND_DOUBLE = "9007199254740993";

  @Test
  void withoutAShopThereIsNoLink() {
    ShopifyCart cart = cart(new ShopSettings(" ", Map.of(HarnessSize.M, BEYOND_DOUBLE)));

    Checkout checkout = cart.checkout(design(HarnessSize.M), 1);

    assertThat(checkout.cartUrl()).isNull();
    assertThat(checkout.items().get(0).id()).isEqualTo(BEYOND_DOUBLE);
  }

  @Test
  void aSizeThatTheShopDoesNotSellIsAConflict() {
    ShopifyCart cart = cart(new ShopSettings(null, Map.of(HarnessSize.M, "1")));

    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> cart.checkout(design(HarnessSize.L), 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://shop.example.com", "shop.example.com/", "shop", "a b.com", "-a.com"})
  void refusesWhatIsNoDomain(String domain) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShopSettings(domain, null))
        .withMessageContaining("builder.shop.domain");
  }

  @Test
  void refusesWhatIsNoVariant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShopSettings(null, Map.of(HarnessSize.M, "gid://shopify/1")))
        .withMessageContaining("builder.shop.variants.M");
  }

  private static ShopifyCart cart(ShopSettings shop) {
    return new ShopifyCart(shop, Json.strict());
  }

  private static DesignRow design(HarnessSize size) {
    BuilderConfig config = new BuilderConfig(size, "ocean", "gold", null);
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    return new DesignRow(
        UUID.randomUUID(),
        "alice",
        "Rex",
        DesignStatus.DRAFT,
        1,
        1,
        config,
        new PriceCalculator(PriceList.DEFAULT_TAX_RATE).calculatePrice(config),
        now,
        now);
  }
}
