package pet.webhook;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * A delivery as staff see it when they look closer; never its body.
 *
 * @param verdict why it was believed
 * @param headers by name in lower case, as they came; what could be used to send it again is {@code
 *     [REDACTED]}. Else null: they are not kept for ever
 * @param bodyKept whether it can be replayed
 * @param history what befell it on its way, oldest first
 */
public record DeliveryDetail(
    @JsonUnwrapped DeliveryView delivery,
    Believed verdict,
    Map<String, List<String>> headers,
    boolean bodyKept,
    List<HistoryDao.Entry> history) {

  /**
   * Why a delivery was believed.
   *
   * @param outcome VALID: nothing else is stored
   * @param secret which of the secrets that were active signed it, 0 for the newest; null if it is
   *     not known
   */
  public record Believed(String outcome, Integer secret) {}
}
