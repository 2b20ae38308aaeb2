package pet.dev;

/** Environment variables, by which a developer moves things. */
final class Variables {

  private Variables() {}

  static String text(String variable, String usual) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? usual : value;
  }

  static int number(String variable, int usual) {
    String text = text(variable, Integer.toString(usual));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CannotStartException(variable + " must be a number, not '" + text + "'", e);
    }
  }
}
