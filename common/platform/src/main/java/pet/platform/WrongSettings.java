package pet.platform;

import java.util.List;

/** What is wrong with a process's settings, all at once, so that it is mended at once. */
final class WrongSettings extends IllegalArgumentException {
  WrongSettings(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
  }
}
