package pet.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import pet.messaging.Json;
import pet.webhook.shopify.ShopifyBody;

/**
 * Finds the people that a body names, whatever its sender and topic: every email address anywhere
 * in it, and the ids of customers and users. So it is found by its people where no order and no
 * login leads to it. What is in an order's lane is found by the order, and not read here.
 */
final class NamedPeople {

  /** Nobody's delivery names more; of one that does, the first are known. */
  private static final int MOST = 50;

  private static final int LONGEST = 320;
  private static final ObjectMapper JSON = Json.tolerant();
  private static final Pattern STRIPE_CUSTOMER = Pattern.compile("cus_[A-Za-z0-9]{1,60}");
  private static final String NO_PART = "<>()[]{}\"',;:\\/|=&?";

  private final Set<String> names = new LinkedHashSet<>();

  private NamedPeople() {}

  /** The names in a body; none where it is in an order's lane. */
  static Set<String> in(String lane, byte[] body) {
    if (ShopifyBody.isOrderLane(lane)) {
      return Set.of();
    }
    NamedPeople people = new NamedPeople();
    try (JsonParser parser = JSON.createParser(body)) {
      while (people.names.size() < MOST && parser.nextToken() != null) {
        people.look(parser);
      }
    } catch (IOException e) {
      // What cannot be read is kept all the same, and may name somebody.
      people.addresses(new String(body, UTF_8));
    }
    return people.names;
  }

  /** As which somebody is known by an address. */
  static String ofEmail(String email) {
    return "email:" + email.strip().toLowerCase(Locale.ROOT);
  }

  /** As which somebody is known by the shop's id of them. */
  static String ofCustomer(long id) {
    return "customer:shopify:" + id;
  }

  /** As which somebody is known by the login provider's id of them. */
  static String ofUser(String id) {
    return "user:" + id;
  }

  /** Whether a name is a customer's id: what else has it is about the same person. */
  static boolean isCustomer(String name) {
    return name.startsWith("customer:");
  }

  /** Whether a name is an address. */
  static boolean isEmail(String name) {
    return name.startsWith("email:");
  }

  private void look(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT && isCustomerId(parser)) {
      names.add("customer:shopify:" + parser.getText());
    } else if (token == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      if (STRIPE_CUSTOMER.matcher(text).matches()) {
        names.add("customer:stripe:" + text);
      } else if ("user_id".equals(parser.currentName()) && text.length() <= 200) {
        names.add(ofUser(text));
      } else {
        addresses(text);
      }
    }
  }

  private static boolean isCustomerId(JsonParser parser) throws IOException {
    if ("customer_id".equals(parser.currentName())) {
      return true;
    }
    JsonStreamContext object = parser.getParsingContext().getParent();
    return "id".equals(parser.currentName())
        && object != null
        && "customer".equals(object.getCurrentName());
  }

  private void addresses(String text) {
    int at = text.indexOf('@');
    while (at >= 0 && names.size() < MOST) {
      int begin = at;
      while (begin > 0 && at - begin < LONGEST && isPart(text.charAt(begin - 1))) {
        begin--;
      }
      int end = at + 1;
      while (end < text.length() && end - at < LONGEST && isPart(text.charAt(end))) {
        end++;
      }
      while (end > at + 1 && text.charAt(end - 1) == '.') {
        end--;
      }
      if (begin < at && end > at + 1) {
        names.add(ofEmail(text.substring(begin, end)));
      }
      at = text.indexOf('@', at + 1);
    }
  }

  private static boolean isPart(char c) {
    return c > ' ' && c != '@' && NO_PART.indexOf(c) < 0 && !Character.isWhitespace(c);
  }
}
