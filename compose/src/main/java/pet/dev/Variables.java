package pet.dev;

/** Environment variables, by which a developer moves things. */
public final class Variables {

  private Variables() {}

  /** Its value, or what is usual where there is none. */
  public static String text(String variable, String usual) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? usual : value;
  }

  /** Likewise a number. */
  public static int number(String variable, int usual) {
    String text = text(variable, Integer.toString(usual));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CannotStartException(variable + " must be a number, not '" + text + "'", e);
    }
  }
}
