package pet.analytics.rollup;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * Reads the times of events, one after the other. To read a time takes longer than to count its
 * event, and the next one mostly lies in the same second: then only the fraction is read.
 */
final class EventTimes {

  /** As in {@code 2026-11-22T19:05:00}. */
  private static final int SECOND = 19;

  private static final int NANOS = 9;

  private String second = "";
  private long millis;

  /**
   * The instant in milliseconds since 1970.
   *
   * @param text RFC 3339
   * @throws DateTimeException if it is none
   * @throws ArithmeticException if it is too far away
   */
  long millis(String text) {
    int length = text.length();
    int digits = length - SECOND - 2;
    if (!second.isEmpty() && text.startsWith(second) && text.charAt(length - 1) == 'Z') {
      if (length == SECOND + 1) {
        return millis;
      }
      if (text.charAt(SECOND) == '.' && digits > 0 && digits <= NANOS) {
        int fraction = fraction(text, SECOND + 1, length - 1);
        if (fraction >= 0) {
          return millis + fraction;
        }
      }
    }
    return parse(text);
  }

  private long parse(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    long parsed = time.toInstant().toEpochMilli();
    // In UTC the text's beginning says the second; elsewhere the offset does, too.
    if (text.charAt(text.length() - 1) == 'Z' && text.length() > SECOND) {
      second = text.substring(0, SECOND);
      millis = time.withNano(0).toInstant().toEpochMilli();
    }
    return parsed;
  }

  /** The first three digits of a fraction, as milliseconds; negative if it has anything else. */
  private static int fraction(String text, int from, int to) {
    int fraction = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      if (i < from + 3) {
        fraction = 10 * fraction + digit;
      }
    }
    for (int i = to; i < from + 3; i++) {
      fraction *= 10;
    }
    return fraction;
  }
}
