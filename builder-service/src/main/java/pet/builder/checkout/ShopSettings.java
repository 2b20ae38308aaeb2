package pet.builder.checkout;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pet.domain.builder.HarnessSize;

/**
 * The Shopify shop that sells the designs.
 *
 * @param domain such as {@code harness-hero.myshopify.com}; null for none: then a checkout has no
 *     cart link
 * @param variants the product variant of each size, by its numeric id in the shop
 */
public record ShopSettings(String domain, Map<HarnessSize, String> variants) {

  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
  private static final Pattern ID = Pattern.compile("[0-9]{1,19}");
  private static final long DEVELOPMENT_VARIANT = 44_000_000_000_001L;

  /**
   * Checks it; what is blank counts as left out.
   *
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  public ShopSettings {
    domain = domain == null || domain.isBlank() ? null : domain.strip();
    if (domain != null && !DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "setting builder.shop.domain must be a domain, such as my-shop.myshopify.com");
    }
    variants =
        Optional.ofNullable(variants).orElse(Map.of()).entrySet().stream()
            .filter(entry -> entry.getValue() != null && !entry.getValue().isBlank())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    variants.forEach(
        (size, id) -> {
          if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                "setting builder.shop.variants." + size + " must be the number of a variant");
          }
        });
  }

  /** With variants that no shop has, so that a checkout can be tried in development. */
  public ShopSettings withDevelopmentVariants() {
    Map<HarnessSize, String> all = new EnumMap<>(HarnessSize.class);
    long variant = DEVELOPMENT_VARIANT;
    for (HarnessSize size : HarnessSize.values()) {
      all.put(size, Long.toString(variant));
      variant++;
    }
    all.putAll(variants);
    return new ShopSettings(domain, all);
  }
}
