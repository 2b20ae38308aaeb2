package pet.analytics.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.Money;
import pet.domain.order.OrderStatus;
import pet.messaging.Json;

/** What our modules write is read token by token, and everything else as Jackson reads it. */
class JsonRecordReaderTest {

  private record Parcel(
      String name, Integer number, Long millis, OrderStatus status, List<Line> lines) {}

  private record Line(String id, Integer units) {}

  private static final JsonRecordReader<Parcel> PARCEL =
      JsonRecordReader.of(Parcel.class, Line.class);

  private static final String USUAL =
      """
      {"more":{"name":"not this"},"name":"süß \\"4\\"","number":-7,"list":[1,[2]],"millis":99999999999,
       "status":"SHIPPED","lines":[{"id":"a","units":1},{"units":null,"x":[]}]}""";

  @Test
  void whatIsUsualIsReadTokenByToken() throws UnreadableEvent {
    Parcel read =
        new Parcel(
            "süß \"4\"",
            -7,
            99_999_999_999L,
            OrderStatus.SHIPPED,
            List.of(new Line("a", 1), new Line(null, null)));

    assertThat(flat(USUAL)).contains(read);
    assertThat(PARCEL.read(bytes(USUAL))).isEqualTo(read);
    assertThat(flat("{}")).contains(new Parcel(null, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":\"7\"}",
        "{\"number\":7.0}",
        "{\"name\":7}",
        "{\"name\":true}",
        "{\"status\":4}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"a\",\"name\":null}",
        "null"
      })
  void whatIsUnusualIsReadAsJacksonReadsIt(String json) throws Exception {
    assertThat(flat(json)).isEmpty();
    assertThat(PARCEL.read(bytes(json))).isEqualTo(Json.tolerant().readValue(json, Parcel.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "{\"name\":\"a\"",
        "{\"name\":\"a\",}",
        "{\"name\":[]}",
        "{\"number\":99999999999}",
        "{\"status\":\"LOST\"}",
        "{\"lines\":{}}",
        "{\"lines\":[1]}",
        "{\"lines\":[{\"id\":\"a\"}",
        "not JSON"
      })
  void whatIsWrongIsRefused(String json) {
    assertThat(flat(json)).isEmpty();
    assertThatThrownBy(() -> PARCEL.read(bytes(json))).isInstanceOf(UnreadableEvent.class);
  }

  @Test
  void aRecordOfOtherPartsIsLeftToJackson() throws UnreadableEvent {
    record Priced(Money total) {}

    assertThat(FlatRecordReader.of(Priced.class)).isEmpty();
    assertThat(
            JsonRecordReader.of(Priced.class)
                .read(bytes("{\"total\":{\"amount\":\"4.50\",\"currencyCode\":\"USD\"}}")))
        .isEqualTo(new Priced(Money.usd(450)));
  }

  private static Optional<Parcel> flat(String json) {
    return FlatRecordReader.of(Parcel.class).orElseThrow().read(new JsonFactory(), bytes(json));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
