package pet.webhook.payload;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pet.domain.DomainException;
import pet.domain.InvalidInput;
import pet.domain.Money;
import pet.domain.ProblemCode;
import pet.messaging.Json;

/**
 * One value of a payload and the path that leads to it, so that what is wrong can be named. Its
 * errors hold paths, never values.
 */
public record Payload(String path, JsonNode node) {

  // BigDecimal takes "1e999999999" and then fills the memory.
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,6})?");

  private static final int MAX_SCALE = 15;

  private static final ObjectReader READER =
      Json.tolerant()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Nothing of a payload goes through a double.
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * Reads a body.
   *
   * @throws DomainException {@code MALFORMED_BODY} if it is not JSON
   */
  public static Payload parse(byte[] body) {
    return read(() -> READER.readTree(body));
  }

  /** Where a body's tree comes from. */
  private interface Reading {
    JsonNode read() throws IOException;
  }

  private static Payload read(Reading reading) {
    try {
      JsonNode node = reading.read();
      if (node == null || node.isMissingNode()) {
        throw malformed("The body is empty: line 1, column 1.", null);
      }
      return root(node);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw malformed(
          at == null
              ? "The body is not JSON."
              : "The body is not JSON: line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr()
                  + ".",
          null);
    } catch (IOException e) {
      // Bytes in memory do not fail to be read, but for what is no text at all.
      throw malformed("The body is not JSON: line 1, column 1.", new UncheckedIOException(e));
    }
  }

  /**
   * Reads of the object that a body is only some members; the rest is seen to be JSON, and let go,
   * so that a large body takes no more memory than it has bytes.
   *
   * @throws DomainException {@code MALFORMED_BODY} if it is not JSON
   */
  public static Payload peek(byte[] body, Set<String> members) {
    return read(
        () -> {
          try (JsonParser whole = READER.createParser(body)) {
            TokenFilter filter = new Members(members);
            return READER.readTree(
                new FilteringParserDelegate(whole, filter, Inclusion.INCLUDE_ALL_AND_PATH, true));
          }
        });
  }

  /** Members of the object at the root; and all of whatever else may stand there. */
  private static final class Members extends TokenFilter {
    private final Set<String> names;

    Members(Set<String> names) {
      this.names = names;
    }

    @Override
    public TokenFilter includeProperty(String name) {
      return names.contains(name) ? INCLUDE_ALL : null;
    }

    @Override
    public TokenFilter includeElement(int index) {
      return INCLUDE_ALL;
    }

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
      return true;
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
      return true;
    }
  }

  private static DomainException malformed(String detail, Throwable cause) {
    return new DomainException(ProblemCode.MALFORMED_BODY, detail, List.of(), cause);
  }

  private static Payload root(JsonNode node) {
    return new Payload("", node);
  }

  /** Years that PostgreSQL, and any reader, can hold. */
  public static boolean isStorable(OffsetDateTime time) {
    return time.getYear() >= 1970 && time.getYear() <= 9999;
  }

  public Payload get(String name) {
    return new Payload(path.isEmpty() ? name : path + "." + name, node.path(name));
  }

  public boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  public boolean isObject() {
    return node.isObject();
  }

  /** The elements; of something absent, none. */
  public List<Payload> elements() {
    if (!isAbsent() && !node.isArray()) {
      throw wrong("must be a list");
    }
    List<Payload> elements = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      elements.add(new Payload(path + "[" + i + "]", node.get(i)));
    }
    return elements;
  }

  /** Text that says something, without the NUL that PostgreSQL cannot hold. */
  public Optional<String> text() {
    if (isAbsent()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw wrong("must be a text");
    }
    return Optional.of(node.textValue().replace("\0", "").strip()).filter(s -> !s.isEmpty());
  }

  public String neededText() {
    return text().orElseThrow(() -> wrong("is needed"));
  }

  /** An id: a whole number as it stands, beyond what a double holds. */
  public long id() {
    if (isAbsent()) {
      throw wrong("is needed");
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() <= 0) {
      throw wrong("must be a positive whole number");
    }
    return node.longValue();
  }

  public int count() {
    if (isAbsent()) {
      throw wrong("is needed");
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw wrong("must be a whole number");
    }
    return node.intValue();
  }

  public Optional<Money> money(String currency) {
    if (isAbsent()) {
      return Optional.empty();
    }
    String amount = decimal();
    if (!DECIMAL.matcher(amount).matches()) {
      throw noAmount();
    }
    try {
      return Optional.of(Money.of(amount, currency));
    } catch (InvalidInput e) {
      throw noAmount();
    }
  }

  /** An amount of whatever currency; empty if there is none. */
  public Optional<BigDecimal> amount() {
    if (isAbsent()) {
      return Optional.empty();
    }
    String amount = decimal();
    if (!DECIMAL.matcher(amount).matches()) {
      throw noAmount();
    }
    return Optional.of(new BigDecimal(amount));
  }

  public Money neededMoney(String currency) {
    return money(currency).orElseThrow(() -> wrong("is needed"));
  }

  public Optional<Instant> time() {
    return text()
        .map(
            text -> {
              try {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (isStorable(time)) {
                  return time.toInstant();
                }
              } catch (DateTimeException e) {
                // told below
              }
              throw wrong("must be a time with its offset");
            });
  }

  public Instant neededTime() {
    return time().orElseThrow(() -> wrong("is needed"));
  }

  /** An ISO 4217 code. */
  public String currency() {
    String code = neededText();
    try {
      return Money.of("0", code).currencyCode();
    } catch (InvalidInput e) {
      throw wrong("must be an ISO 4217 currency code");
    }
  }

  private String decimal() {
    if (!node.isNumber()) {
      return text().orElseThrow(this::noAmount);
    }
    BigDecimal number = node.decimalValue();
    if (Math.abs(number.scale()) > MAX_SCALE) {
      throw noAmount();
    }
    return number.toPlainString();
  }

  private InvalidInput noAmount() {
    return wrong("must be a decimal amount of the currency");
  }

  public InvalidInput wrong(String message) {
    return new InvalidInput(path.isEmpty() ? "body" : path, message);
  }
}
