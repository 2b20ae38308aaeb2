package pet.order;

import java.time.Instant;
import java.util.UUID;
import pet.domain.order.OrderStatus;

/**
 * A row of {@code orders}, without the email: nobody who reads an order needs it. Public, for JDBI.
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
    Instant providerUpdatedAt,
    long version,
    Instant createdAt,
    Instant updatedAt) {}
