package pet.platform.login;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which tokens are accepted.
 *
 * @param issuer the {@code iss} that a token must have
 * @param audience the {@code aud} that a token must have; production needs one
 * @param jwksUrl where the provider publishes its keys; without one, development's own key is used
 * @param rolesClaim the claim with the roles, a list or one string; {@code roles} unless told
 * @param developmentKey the file with the key of development's own tokens; made when missing
 */
public record LoginSettings(
    String issuer, String audience, URI jwksUrl, String rolesClaim, Path developmentKey) {

  public static final LoginSettings DEFAULT = new LoginSettings(null, null, null, null, null);

  public LoginSettings {
    issuer = blankToNull(issuer);
    audience = blankToNull(audience);
    jwksUrl = jwksUrl == null || jwksUrl.toString().isBlank() ? null : jwksUrl;
    rolesClaim = Optional.ofNullable(blankToNull(rolesClaim)).orElse("roles");
    developmentKey =
        Optional.ofNullable(developmentKey).orElse(Path.of(".pet", "keys", "development.jwk"));
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
