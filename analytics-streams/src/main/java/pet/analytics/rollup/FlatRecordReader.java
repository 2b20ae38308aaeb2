package pet.analytics.rollup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON token by token as a record of texts, whole numbers, enums and lists of such records.
 * Jackson's binding of a record takes twice as long. What is written in any other way than our
 * modules write it is left to that.
 */
final class FlatRecordReader<T> {

  /** No part's value. */
  private static final Object OTHERWISE = new Object();

  private final Constructor<T> constructor;
  private final Map<String, Integer> places = new HashMap<>();
  private final Part[] parts;

  /** Reads the value at hand. */
  @FunctionalInterface
  private interface Part {
    Object read(JsonParser in) throws IOException;
  }

  private FlatRecordReader(Constructor<T> constructor, List<String> names, List<Part> parts) {
    this.constructor = constructor;
    this.parts = parts.toArray(Part[]::new);
    for (int place = 0; place < names.size(); place++) {
      places.put(names.get(place), place);
    }
  }

  /** Empty if it has other parts. */
  static <T> Optional<FlatRecordReader<T>> of(Class<T> record) {
    List<String> names = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      Optional<Part> part = part(component);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      names.add(component.getName());
      types.add(component.getType());
      parts.add(part.get());
    }
    try {
      Constructor<T> constructor = record.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return Optional.of(new FlatRecordReader<>(constructor, names, parts));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(record + " is no record", e);
    }
  }

  private static Optional<Part> part(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return Optional.of(in -> in.hasToken(JsonToken.VALUE_STRING) ? in.getText() : OTHERWISE);
    }
    if (type == Integer.class) {
      return Optional.of(in -> isWhole(in) ? (Object) in.getIntValue() : OTHERWISE);
    }
    if (type == Long.class) {
      return Optional.of(in -> isWhole(in) ? (Object) in.getLongValue() : OTHERWISE);
    }
    if (type.isEnum()) {
      Map<String, Object> choices = new HashMap<>();
      Arrays.stream(type.getEnumConstants())
          .forEach(choice -> choices.put(((Enum<?>) choice).name(), choice));
      return Optional.of(
          in ->
              in.hasToken(JsonToken.VALUE_STRING)
                  ? choices.getOrDefault(in.getText(), OTHERWISE)
                  : OTHERWISE);
    }
    if (type == List.class
        && component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isRecord()) {
      return of(element).map(each -> each::list);
    }
    return Optional.empty();
  }

  private static boolean isWhole(JsonParser in) {
    return in.hasToken(JsonToken.VALUE_NUMBER_INT);
  }

  /** Empty if something is written otherwise, or wrong. */
  Optional<T> read(JsonFactory json, byte[] bytes) {
    try (JsonParser in = json.createParser(bytes)) {
      in.nextToken();
      Object value = object(in);
      return value == OTHERWISE
          ? Optional.empty()
          : Optional.of(constructor.getDeclaringClass().cast(value));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Object object(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      return OTHERWISE;
    }
    Object[] values = new Object[parts.length];
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      Integer place = places.get(name);
      if (place == null) {
        in.skipChildren();
      } else {
        Object value = token == JsonToken.VALUE_NULL ? null : parts[place].read(in);
        // Told twice is told otherwise.
        if (value == OTHERWISE || values[place] != null) {
          return OTHERWISE;
        }
        values[place] = value;
      }
    }
    return in.hasToken(JsonToken.END_OBJECT) ? made(values) : OTHERWISE;
  }

  private Object list(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      return OTHERWISE;
    }
    List<Object> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object value = object(in);
      if (value == OTHERWISE) {
        return OTHERWISE;
      }
      values.add(value);
    }
    return values;
  }

  private T made(Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor.getDeclaringClass() + " cannot be made", e);
    }
  }
}
