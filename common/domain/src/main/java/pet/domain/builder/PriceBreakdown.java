package pet.domain.builder;

import pet.domain.Money;

/** A price and how it came about; {@code total} is {@code subtotal} plus {@code tax}, exactly. */
public record PriceBreakdown(
    Money basePrice,
    Money colorModifier,
    Money hardwareModifier,
    Money personalizationCost,
    Money subtotal,
    Money tax,
    Money total) {}
