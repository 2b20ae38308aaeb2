package pet.builder.share;

import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import pet.domain.DomainException;

/** What a share link is made of: 192 random bits, in 32 characters that need no escape in a URL. */
record ShareToken(@JsonValue String value) {

  private static final int BYTES = 24;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Checks the form.
   *
   * @throws DomainException {@code NOT_FOUND}: there is no link of another form
   */
  ShareToken {
    if (value == null || !FORM.matcher(value).matches()) {
      throw DomainException.notFound("shared design");
    }
  }

  static ShareToken random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ShareToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** It opens a design: not for logs. */
  @Override
  public String toString() {
    return "ShareToken";
  }
}
