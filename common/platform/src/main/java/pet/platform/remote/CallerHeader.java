package pet.platform.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Base64;
import pet.domain.Caller;
import pet.messaging.Json;

/**
 * How the person who asks travels from one process to another: JSON in Base64, in {@link
 * Caller#HEADER}. It is believed because a service's token vouches for the whole request; without
 * one, {@link InternalAccess} lets it reach nobody.
 */
public final class CallerHeader implements ParamConverterProvider {

  // Both ends are ours, but not always of one version.
  private static final ObjectMapper JSON = Json.tolerant();

  @Override
  public <T> ParamConverter<T> getConverter(
      Class<T> rawType, Type genericType, Annotation[] annotations) {
    return rawType == Caller.class ? new Converter<>(rawType) : null;
  }

  static String write(Caller caller) {
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(caller));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Caller read(String text) {
    try {
      return JSON.readValue(Base64.getUrlDecoder().decode(text), Caller.class);
    } catch (IOException e) {
      // Without the cause: it would quote the header.
      throw new IllegalArgumentException("a caller cannot be read");
    }
  }

  private record Converter<T>(Class<T> type) implements ParamConverter<T> {
    @Override
    public T fromString(String value) {
      return value == null ? null : type.cast(read(value));
    }

    @Override
    public String toString(T value) {
      return write((Caller) value);
    }
  }
}
