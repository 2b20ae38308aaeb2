package pet.dev.mode;

import java.util.List;

/** A mode file that cannot be run; its message has a line for each thing that is wrong. */
public final class InvalidModeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidModeException(List<String> wrong) {
    super(String.join(System.lineSeparator(), wrong));
  }
}
