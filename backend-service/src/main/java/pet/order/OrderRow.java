package pet.order;

import java.time.Instant;
import java.util.UUID;
import pet.domain.order.OrderStatus;

/**
 * A row of {@code orders}, without the email: nobody who reads an order needs it. Public, for JDBI.
 *
 * @param reportedTotal what it came to by the newest version of it
 * @param currentTotal the same, after the refunds that are newer
 * @param trackingGeneration links of an earlier one are revoked
 * @param erasedAt when it became nobody's; null while it is somebody's
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
