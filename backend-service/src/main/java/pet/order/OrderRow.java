package pet.order;

import java.time.Instant;
import java.util.UUID;
import pet.domain.order.OrderStatus;

/**
 * A row of {@code orders}, without the email: no reader of an order needs it. Public, for JDBI.
 *
 * @param reportedTotal its total in the newest version
 * @param currentTotal the same, less newer refunds
 * @param trackingGeneration tracking links of earlier generations are revoked
 * @param erasedAt when the customer was erased; null before
 */
public record OrderRow(
    UUID id,
    String orderNumber,
    String maskedId,
    OrderStatus status,
    String currency,
    long subtotal,
    long discounts,
    long shipping,
    long tax,
    long total,
    String carrier,
    String trackingNumber,
    String trackingUrl,
    Instant providerCreatedAt,
    Instant providerUpdatedAt,
    long reportedTotal,
    long currentTotal,
    long refunded,
    boolean cancelledInShop,
    boolean refundedInShop,
    Instant erasedAt,
    long version,
    int trackingGeneration,
    Instant createdAt,
    Instant updatedAt) {}
