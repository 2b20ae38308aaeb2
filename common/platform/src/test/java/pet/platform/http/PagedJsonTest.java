package pet.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pet.domain.Page;
import pet.messaging.Json;

/** A long answer is never held as a whole, and a part of it is not taken for one. */
class PagedJsonTest {

  private static final ObjectMapper JSON = Json.strict();
  private static final String LONG = "x".repeat(10_000);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static Page<String> page(int number, int last) {
    return new Page<>(
        List.of(number + LONG, number + "b"), number == last ? null : String.valueOf(number + 1));
  }

  @Test
  void aPageIsAskedForWhenTheOneBeforeIsWritten() throws IOException {
    List<Integer> writtenBefore = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    PagedJson.of(
            JSON,
            answer ->
                answer
                    .value("first", List.of(1))
                    .list(
                        "items",
                        page(0, 3),
                        cursor -> {
                          writtenBefore.add(out.size());
                          return page(Integer.parseInt(cursor), 3);
                        },
                        seen::add)
                    .value("last", null))
        .write(out);

    assertThat(writtenBefore).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(writtenBefore.get(i)).isGreaterThan((i + 1) * LONG.length());
    }
    JsonNode read = JSON.readTree(out.toByteArray());
    assertThat(read.get("items")).hasSize(8);
    assertThat(seen).hasSize(8).contains("3b");
    assertThat(read.get("first")).hasSize(1);
    assertThat(read.get("last").isNull()).isTrue();
  }

  @Test
  void whatBreaksOffIsNoJson() {
    assertThatThrownBy(
            () ->
                PagedJson.of(
                        JSON,
                        answer ->
                            answer.list(
                                "items",
                                page(0, 3),
                                cursor -> {
                                  throw new IllegalStateException("away");
                                },
                                item -> {}))
                    .write(out))
        .hasMessage("away");

    assertThat(out.toString(UTF_8)).contains("0b");
    assertThatThrownBy(() -> JSON.readTree(out.toByteArray()))
        .isInstanceOf(JsonProcessingException.class);
  }
}
