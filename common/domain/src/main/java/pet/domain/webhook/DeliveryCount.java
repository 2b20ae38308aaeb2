package pet.domain.webhook;

/** How many deliveries there are of which the bodies are kept. */
public record Counted(int deliveries) {}
