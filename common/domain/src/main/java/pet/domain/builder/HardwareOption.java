package pet.domain.builder;

import pet.domain.Money;

/** The metal of buckles and rings, and what it adds to the price. */
public record HardwareOption(String id, String name, String finish, Money priceModifier) {}
