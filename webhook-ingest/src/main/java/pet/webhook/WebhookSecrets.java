package pet.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import pet.platform.Secret;
import pet.platform.SecretStrength;
import pet.platform.Stage;

/**
 * The secrets of each source: comma-separated, newest first, so that a rotation loses no delivery.
 * Only development has defaults; production refuses them.
 */
final class WebhookSecrets {

  static final String SHOPIFY_IN_DEVELOPMENT = "dev-shopify-secret";
  static final String STRIPE_IN_DEVELOPMENT = "whsec_dev-stripe-secret";
  static final String CLERK_IN_DEVELOPMENT = "whsec_ZGV2LWNsZXJrLXNlY3JldC0wMTIzNDU2Nzg5";
  static final String STANDARD_VARIABLE = "STANDARD_WEBHOOK_SECRETS_";

  private static final String CLERK = "clerk";

  private final WebhookSettings settings;
  private final Stage stage;
  private final Map<String, String> environment;

  /**
   * Reads secrets from here.
   *
   * @param environment the process's: {@code STANDARD_WEBHOOK_SECRETS_<SOURCE>} names a source
   */
  WebhookSecrets(WebhookSettings settings, Stage stage, Map<String, String> environment) {
    this.settings = settings;
    this.stage = stage;
    this.environment = environment;
  }

  /**
   * Shopify's.
   *
   * @throws IllegalArgumentException in production, if there is none or one is development's
   */
  List<Secret> shopify() {
    return active(
        settings.shopifySecrets(),
        SHOPIFY_IN_DEVELOPMENT,
        "webhook.shopifySecrets (SHOPIFY_WEBHOOK_SECRETS)");
  }

  /**
   * Stripe's; none if the store does not use it.
   *
   * @throws IllegalArgumentException in production, if one is development's
   */
  List<Secret> stripe() {
    return settings.stripeSecrets().isBlank() && !stage.isDevelopment()
        ? List.of()
        : active(
            settings.stripeSecrets(),
            STRIPE_IN_DEVELOPMENT,
            "webhook.stripeSecrets (STRIPE_WEBHOOK_SECRETS)");
  }

  /**
   * Those of each sender of Standard Webhooks, by its name in lower case.
   *
   * @throws IllegalArgumentException in production, if one is development's
   */
  Map<String, List<Secret>> standard() {
    Map<String, Secret> told = new TreeMap<>(settings.standardSecrets());
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(STANDARD_VARIABLE) && !value.isBlank()) {
            String source = name.substring(STANDARD_VARIABLE.length()).toLowerCase(Locale.ROOT);
            told.put(source, new Secret(value));
          }
        });
    if (stage.isDevelopment()) {
      told.putIfAbsent(CLERK, new Secret(CLERK_IN_DEVELOPMENT));
    }
    Map<String, List<Secret>> sources = new TreeMap<>();
    told.forEach(
        (source, secrets) ->
            sources.put(
                source,
                active(
                    secrets,
                    CLERK_IN_DEVELOPMENT,
                    "webhook.standardSecrets."
                        + source
                        + " ("
                        + STANDARD_VARIABLE
                        + source.toUpperCase(Locale.ROOT)
                        + ")")));
    return sources;
  }

  /** Sources give out longer ones: a short one was cut off, or invented. */
  private static void refuseWeak(String setting, List<String> secrets) {
    SecretStrength.flawOf(secrets)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("setting " + setting + " " + flaw);
            });
  }

  private List<Secret> active(Secret told, String development, String setting) {
    List<String> secrets =
        told.isBlank()
            ? List.of()
            : Arrays.stream(told.value().split(",", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    if (stage.isDevelopment()) {
      secrets = secrets.isEmpty() ? List.of(development) : secrets;
    } else if (secrets.isEmpty() || secrets.contains(development)) {
      throw new IllegalArgumentException(
          "setting " + setting + " must hold the source's own secrets in production");
    } else {
      refuseWeak(setting, secrets);
    }
    return secrets.stream().map(Secret::new).toList();
  }
}
