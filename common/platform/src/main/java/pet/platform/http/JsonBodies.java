package pet.platform.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.dropwizard.jersey.jackson.JacksonMessageBodyProvider;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import pet.domain.InvalidInput;

/**
 * Reads and writes JSON bodies. Where one is nested beyond all measure, or has a name twice, it
 * names the field in which that is, which Jackson's own exceptions do not.
 */
@Priority(Priorities.ENTITY_CODER) // before the one that Dropwizard adds, which is not strict
public final class JsonBodies extends JacksonMessageBodyProvider {

  private static final int NAMED = 3;

  /** How Jackson begins to tell of a name that is there already: it has no exception for that. */
  private static final String TWICE = "Duplicate field";

  private static final ThreadLocal<JsonParser> PARSER = new ThreadLocal<>();

  public JsonBodies(ObjectMapper json) {
    super(json);
  }

  @Override
  protected JsonParser _createParser(ObjectReader reader, InputStream body) throws IOException {
    JsonParser created = super._createParser(reader, body);
    // Of two values one would be passed over, and who sent them would not know which.
    created.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    PARSER.set(created);
    return created;
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    try {
      return super.readFrom(type, genericType, annotations, mediaType, headers, body);
    } catch (StreamConstraintsException e) {
      String field = field(PARSER.get().getParsingContext());
      if (field.isEmpty()) {
        throw e;
      }
      throw new InvalidInput(field, "is nested too deeply, or too long");
    } catch (JsonProcessingException e) {
      if (isTwice(e)) {
        throw new InvalidInput(field(PARSER.get().getParsingContext()), "must be there once");
      }
      throw e;
    } finally {
      PARSER.remove();
    }
  }

  /** Where it is inside of something, Jackson tells what that is by an exception around it. */
  private static boolean isTwice(JsonProcessingException e) {
    JsonProcessingException innermost =
        e.getCause() instanceof JsonParseException inner ? inner : e;
    return innermost instanceof JsonParseException
        && innermost.getOriginalMessage().startsWith(TWICE);
  }

  /** The outermost names on the way to where the parser stands. */
  private static String field(JsonStreamContext innermost) {
    Deque<String> names = new ArrayDeque<>();
    for (JsonStreamContext at = innermost; at != null; at = at.getParent()) {
      if (at.getCurrentName() != null) {
        names.addFirst(named(at.getCurrentName()));
      }
    }
    return String.join(".", names.stream().limit(NAMED).toList());
  }

  /** JSON allows a property without a name; a reader of the error is to see that it is meant. */
  private static String named(String name) {
    return name.isEmpty() ? "\"\"" : name;
  }
}
