package pet.platform.http;

import com.fasterxml.jackson.core.JsonParser;
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
 * Reads and writes JSON bodies. Where one is nested beyond all measure, it names the field in which
 * that is, which Jackson's own exception does not.
 */
@Priority(Priorities.ENTITY_CODER) // before the one that Dropwizard adds, which is not strict
public final class JsonBodies extends JacksonMessageBodyProvider {

  private static final int NAMED = 3;

  private static final ThreadLocal<JsonParser> PARSER = new ThreadLocal<>();

  public JsonBodies(ObjectMapper json) {
    super(json);
  }

  @Override
  protected JsonParser _createParser(ObjectReader reader, InputStream body) throws IOException {
    JsonParser created = super._createParser(reader, body);
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
    } finally {
      PARSER.remove();
    }
  }

  /** The outermost names on the way to where the parser stands. */
  private static String field(JsonStreamContext innermost) {
    Deque<String> names = new ArrayDeque<>();
    for (JsonStreamContext at = innermost; at != null; at = at.getParent()) {
      if (at.getCurrentName() != null) {
        names.addFirst(at.getCurrentName());
      }
    }
    return String.join(".", names.stream().limit(NAMED).toList());
  }
}
