package pet.webhook.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pet.domain.order.LineQuantity;
import pet.domain.order.Refund;
import pet.webhook.payload.Payload;

/**
 * Reads a refund, wherever it stands. The money is what its transactions sent back, in the shop's
 * currency, as all else that is kept of an order: a transaction has its amount in the currency that
 * the customer paid in, and what it was for has it in both.
 */
final class ShopifyRefund {

  private final Payload refund;
  private final Optional<Rate> rate;
  private final String shopCurrency;

  private ShopifyRefund(Payload refund, Payload order) {
    this.refund = refund;
    this.rate = Rate.of(sets(refund)).or(() -> Rate.of(Stream.of(order.get("total_price_set"))));
    this.shopCurrency = rate.map(Rate::shop).or(() -> order.get("currency").text()).orElse(null);
  }

  /** What the shop's currency comes to in the customer's, by sums in both. */
  private record Rate(
      String shop, String presentment, BigDecimal inShop, BigDecimal inPresentment) {

    /** Of money that is told in both; empty where there is none. */
    static Optional<Rate> of(Stream<Payload> sets) {
      return sets.flatMap(set -> of(set).stream())
          .reduce((one, other) -> one.isLike(other) ? one.plus(other) : one);
    }

    private static Optional<Rate> of(Payload set) {
      Payload shop = set.get("shop_money");
      Payload presentment = set.get("presentment_money");
      if (shop.get("currency_code").isAbsent() || presentment.get("currency_code").isAbsent()) {
        return Optional.empty();
      }
      return Optional.of(
          new Rate(
              shop.get("currency_code").currency(),
              presentment.get("currency_code").currency(),
              shop.get("amount").amount().orElse(BigDecimal.ZERO).abs(),
              presentment.get("amount").amount().orElse(BigDecimal.ZERO).abs()));
    }

    private boolean isLike(Rate other) {
      return shop.equals(other.shop) && presentment.equals(other.presentment);
    }

    private Rate plus(Rate other) {
      return new Rate(
          shop, presentment, inShop.add(other.inShop), inPresentment.add(other.inPresentment));
    }

    /** Exact where the amount is what the sums are of. */
    BigDecimal inShop(BigDecimal amount) {
      return amount
          .multiply(inShop)
          .divide(
              inPresentment,
              Currency.getInstance(shop).getDefaultFractionDigits(),
              RoundingMode.HALF_UP);
    }
  }

  /**
   * Reads a refund.
   *
   * @param order the order that it stands in; something absent if it stands by itself
   */
  static Refund read(Payload refund, Payload order) {
    return new ShopifyRefund(refund, order).read();
  }

  private Refund read() {
    List<Payload> sent =
        refund.get("transactions").elements().stream().filter(ShopifyRefund::wentBack).toList();
    String currency =
        Optional.ofNullable(shopCurrency)
            .or(() -> sent.stream().flatMap(one -> one.get("currency").text().stream()).findFirst())
            .orElse(null);
    return new Refund(
        refund.get("id").id(),
        refund
            .get("created_at")
            .time()
            .or(() -> refund.get("processed_at").time())
            .orElseThrow(() -> refund.get("created_at").wrong("is needed")),
        sent.stream()
            .flatMap(transaction -> amount(transaction, currency).stream())
            .reduce(BigDecimal::add)
            .map(BigDecimal::toPlainString)
            .orElse(null),
        currency,
        refund.get("refund_line_items").elements().stream()
            .filter(line -> !line.get("line_item_id").isAbsent())
            .map(
                line ->
                    new LineQuantity(line.get("line_item_id").id(), line.get("quantity").count()))
            .toList());
  }

  /** Money that is still under way is not back: a later telling of the refund has it. */
  private static boolean wentBack(Payload transaction) {
    return transaction.get("kind").text().filter("refund"::equals).isPresent()
        && transaction.get("status").text().filter(s -> !s.equals("success")).isEmpty();
  }

  /** Empty where it is in another currency and nothing tells what that is in the shop's. */
  private Optional<BigDecimal> amount(Payload transaction, String currency) {
    Payload inShop = transaction.get("amount_set").get("shop_money").get("amount");
    if (!inShop.isAbsent()) {
      return inShop.amount();
    }
    Optional<BigDecimal> amount = transaction.get("amount").amount();
    // Transactions may leave theirs out: then it is the shop's.
    String told = transaction.get("currency").text().orElse(currency);
    if (told == null || told.equals(currency)) {
      return amount;
    }
    return rate.filter(r -> r.presentment().equals(told) && r.inPresentment().signum() > 0)
        .flatMap(r -> amount.map(r::inShop));
  }

  /** All that is told of the refund in both currencies. */
  private static Stream<Payload> sets(Payload refund) {
    return Stream.of(
            refund.get("refund_line_items").elements().stream()
                .flatMap(line -> Stream.of(line.get("subtotal_set"), line.get("total_tax_set"))),
            refund.get("refund_shipping_lines").elements().stream()
                .map(line -> line.get("subtotal_amount_set")),
            refund.get("order_adjustments").elements().stream()
                .map(adjustment -> adjustment.get("amount_set")))
        .flatMap(sets -> sets);
  }
}
