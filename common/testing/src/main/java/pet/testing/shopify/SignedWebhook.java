package pet.testing.shopify;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A delivery as Shopify sends it.
 *
 * @param topic such as {@code orders/create}; also in the headers
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way; never compared
public record SignedWebhook(String topic, Map<String, String> headers, byte[] body) {

  public static final String SIGNATURE = "X-Shopify-Hmac-Sha256";
  public static final String WEBHOOK_ID = "X-Shopify-Webhook-Id";
  public static final String EVENT_ID = "X-Shopify-Event-Id";

  public SignedWebhook {
    TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /** The same with a header set or, by null, left out. */
  public SignedWebhook with(String header, String value) {
    TreeMap<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    if (value == null) {
      changed.remove(header);
    } else {
      changed.put(header, value);
    }
    return new SignedWebhook(topic, changed, body);
  }

  /** The same signature over another body: forged. */
  public SignedWebhook withBody(byte[] other) {
    return new SignedWebhook(topic, headers, other);
  }

  /** Where it is posted to. */
  public String path() {
    return "/webhooks/shopify/" + topic;
  }

  /** The request for a store at an address such as {@code http://localhost:4000}. */
  public HttpRequest request(URI store) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(store.resolve(path()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }
}
