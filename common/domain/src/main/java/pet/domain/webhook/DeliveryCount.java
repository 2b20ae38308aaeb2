package pet.domain.webhook;

/** A number of deliveries whose bodies are kept. */
public record DeliveryCount(int deliveries) {}
