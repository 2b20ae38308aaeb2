package pet.domain;

/**
 * What is wrong with one field of a request.
 *
 * @param field the field's path as the client wrote it, such as {@code config.personalization.text}
 * @param message what it must be; never repeats the value that was sent
 */
public record FieldError(String field, String message) {}
