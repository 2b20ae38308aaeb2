package pet.dev;

import pet.platform.login.DevelopmentTokens;

/** {@code make token}: prints a token of development's own issuer, and nothing else. */
public final class Token {

  private Token() {}

  /**
   * Prints a token.
   *
   * @param args subject, role (may be empty), email (may be empty)
   */
  public static void main(String[] args) {
    if (args.length < 1 || args[0].isBlank()) {
      System.err.println("usage: make token SUBJECT=alice [ROLE=staff] [EMAIL=alice@example.com]");
      System.exit(2);
    }
    String role = args.length > 1 ? args[1] : null;
    String email = args.length > 2 ? args[2] : null;
    System.out.println(
        DevelopmentTokens.at(Home.fromEnvironment().developmentKey()).mint(args[0], role, email));
  }
}
