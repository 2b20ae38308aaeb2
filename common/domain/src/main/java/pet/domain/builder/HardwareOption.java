package pet.domain.builder;

/** The metal of buckles and rings. */
public record HardwareOption(String id, String name, String finish) {}
