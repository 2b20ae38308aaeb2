package pet.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import pet.domain.Page;

/**
 * An answer that may be too large to be held: its lists are asked for page by page, each when the
 * one before is written. What fails on the way breaks the answer off, so that nobody takes a part
 * for the whole: first pages are therefore asked for before it begins.
 */
public final class PagedJson {

  private final JsonGenerator json;

  private PagedJson(JsonGenerator json) {
    this.json = json;
  }

  /** What writes the properties of the answer, which is an object. */
  @FunctionalInterface
  public interface Properties {
    void write(PagedJson json) throws IOException;
  }

  /** The answer as JAX-RS writes it. */
  public static StreamingOutput of(ObjectMapper mapper, Properties properties) {
    return out -> {
      // Not closed on a failure: it would end the object, as if that were all.
      JsonGenerator json =
          mapper.getFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      properties.write(new PagedJson(json));
      json.writeEndObject();
      json.flush();
    };
  }

  /** A property that is at hand. */
  public PagedJson value(String name, Object value) throws IOException {
    json.writePOJOField(name, value);
    return this;
  }

  /**
   * A list.
   *
   * @param first its first page
   * @param next the page that a cursor leads to
   * @param seen is shown each element that is written
   */
  public <T> PagedJson list(
      String name, Page<T> first, Function<String, Page<T>> next, Consumer<T> seen)
      throws IOException {
    json.writeArrayFieldStart(name);
    Page<T> page = first;
    while (true) {
      for (T element : page.items()) {
        json.writePOJO(element);
        seen.accept(element);
      }
      if (page.nextCursor() == null) {
        break;
      }
      json.flush();
      page = next.apply(page.nextCursor());
    }
    json.writeEndArray();
    return this;
  }
}
