package pet.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * The condition of a change: {@code If-Match} with the ETag that the client read, or several, or
 * {@code *}. It is checked in the transaction of the change, where nobody else can come between.
 */
public final class IfMatch {

  private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

  private final boolean any;
  private final List<String> tags;

  private IfMatch(boolean any, List<String> tags) {
    this.any = any;
    this.tags = List.copyOf(tags);
  }

  /**
   * Reads the header.
   *
   * @param header null if the request has none
   * @throws DomainException {@code PRECONDITION_REQUIRED} if it is missing
   */
  public static IfMatch needed(String header) {
    if (header == null || header.isBlank()) {
      throw new DomainException(
          ProblemCode.PRECONDITION_REQUIRED, "Send the ETag that you read as If-Match.");
    }
    List<String> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(header);
    while (tag.find()) {
      // RFC 9110 compares strongly here: a weak one matches nothing.
      if (tag.group(1) == null) {
        tags.add(tag.group(2));
      }
    }
    return new IfMatch(header.strip().equals("*"), tags);
  }

  /**
   * Refuses a change of what is not what the client read.
   *
   * @param tag the present one, without quotes
   * @throws DomainException {@code STALE} if the condition does not hold for it
   */
  public void check(String tag) {
    if (!any && !tags.contains(tag)) {
      throw new DomainException(ProblemCode.STALE, "It has changed since you read it.");
    }
  }
}
