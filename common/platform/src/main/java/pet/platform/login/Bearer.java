package pet.platform.login;

import java.util.Optional;

/** The header {@code Authorization: Bearer …}. */
public final class Bearer {

  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /** The token, if the header is one of these; {@code header} may be null. */
  public static Optional<String> token(String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
