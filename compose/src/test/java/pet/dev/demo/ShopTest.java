package pet.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pet.dev.demo.Shop.Planned;
import pet.domain.Money;
import pet.testing.shopify.ShopifyWebhooks;
import pet.testing.shopify.SignedWebhook;

class ShopTest {

  private static final Instant START = Instant.parse("2026-11-22T19:05:00Z");

  private final Random random = new Random(7);

  @Test
  void tellsOfOrdersLateTwiceAndOutOfOrder() {
    List<Planned> all = plan(START);
    assertThat(all).anyMatch(p -> !p.in().isZero() && p.webhook().topic().equals(Shop.CREATED));
    Set<String> ids = new HashSet<>();
    assertThat(all).anyMatch(p -> !ids.add(p.webhook().headers().get(SignedWebhook.WEBHOOK_ID)));
    assertThat(all)
        .anyMatch(
            fulfilled ->
                fulfilled.webhook().topic().equals(Shop.FULFILLED)
                    && all.stream()
                        .filter(p -> p.order() == fulfilled.order())
                        .filter(p -> p.webhook().topic().equals(Shop.CREATED))
                        .allMatch(p -> p.in().compareTo(fulfilled.in()) > 0));
  }

  @Test
  void signsForTheShopThatTheStoreIsToldOf() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of(
            "SHOPIFY_WEBHOOK_SHOPS", " cats.myshopify.com,paws.myshopify.com",
            "SHOPIFY_WEBHOOK_SECRETS", "newest,older");
    SignedWebhook told = Shop.configured(environment).deliver(Shop.CREATED, body);
    assertThat(told.headers())
        .containsEntry("X-Shopify-Shop-Domain", "cats.myshopify.com")
        .containsEntry(SignedWebhook.SIGNATURE, new ShopifyWebhooks("newest", "any").sign(body));

    SignedWebhook usual = Shop.configured(Map.of()).deliver(Shop.CREATED, body);
    assertThat(usual.headers())
        .containsEntry("X-Shopify-Shop-Domain", "paws.myshopify.com")
        .containsEntry(SignedWebhook.SIGNATURE, new ShopifyWebhooks().sign(body));
  }

  @Test
  void neverUsesANumberAgainNorOneThatFitsADouble() {
    Set<Long> numbers = new HashSet<>();
    plan(START).forEach(p -> numbers.add(p.order().number()));
    assertThat(numbers).allMatch(number -> number > 1L << 53);
    assertThat(plan(START.plusSeconds(1))).noneMatch(p -> numbers.contains(p.order().number()));
  }

  private List<Planned> plan(Instant start) {
    Shop shop = new Shop(new Ledger(), start);
    Customer customer = new Customer("jane", "jane@example.com", "token");
    SentDesign design = new SentDesign(customer, "d1", 1, Money.usd(7499), Money.usd(656));
    List<Planned> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.addAll(shop.order(design, random));
    }
    return all;
  }

  @Test
  void designsAreOnesThatTheStoreTakes() {
    for (int i = 0; i < 2000; i++) {
      // The domain's own types refuse what the store would.
      assertThat(RealisticDesigns.design(random).name()).isNotBlank();
    }
  }

  @Test
  void quantilesAreOfWhatWasSeen() {
    Latencies latencies = new Latencies();
    for (int millis = 1; millis <= 200; millis++) {
      latencies.record(millis * 1_000_000L);
    }
    assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(200, 100, 198, 200));
  }
}
