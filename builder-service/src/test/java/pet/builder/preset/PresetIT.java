package pet.builder.preset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pet.builder.Customer;
import pet.builder.Replicas;
import pet.testing.Answer;
import pet.testing.Servers;
import pet.testing.ServersExtension;

/** Presets over HTTP. */
@ExtendWith(ServersExtension.class)
class PresetIT {

  private Customer anybody;
  private Customer alice;

  @BeforeEach
  void connect(Servers servers) {
    anybody = Customer.anonymous(Replicas.shared(servers).one());
    alice = Customer.of(Replicas.shared(servers).one());
  }

  @Test
  void areForAllInTheirOrder() {
    JsonNode list = anybody.get("/api/presets").json();

    assertThat(list.get("nextCursor").isNull()).isTrue();
    assertThat(list.get("items")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(list.findValuesAsText("name"))
        .startsWith("Classic Adventure", "Urban Style")
        .doesNotHaveDuplicates();
    List<Integer> order = new ArrayList<>();
    list.get("items").forEach(preset -> order.add(preset.get("sortOrder").asInt()));
    assertThat(order).isSorted();
  }

  @Test
  void areListedByCategoryAndTag() {
    JsonNode elegant = anybody.get("/api/presets?category=elegant").json();
    JsonNode gifts = anybody.get("/api/presets?tag=gift").json();
    JsonNode both = anybody.get("/api/presets?category=elegant&tag=classic").json();

    assertThat(elegant.get("items")).isNotEmpty();
    assertThat(elegant.findValuesAsText("category")).containsOnly("elegant");
    assertThat(gifts.get("items"))
        .isNotEmpty()
        .allSatisfy(preset -> assertThat(preset.get("tags").toString()).contains("\"gift\""));
    assertThat(both.findValuesAsText("id")).containsExactly("golden-hour");
    assertThat(anybody.get("/api/presets?category=none").json().get("items")).isEmpty();
  }

  @Test
  void eachCanBeBoughtAtThePriceItShows() {
    for (JsonNode preset : anybody.get("/api/presets").json().get("items")) {
      String config = preset.get("config").toString();
      assertThat(anybody.post("/api/designs/quote", config).json())
          .as(preset.get("name").asText())
          .isEqualTo(preset.get("price"));
      assertThat(alice.create(preset.get("name").asText(), config).status()).isEqualTo(201);
    }
  }

  @Test
  void sayWhenTheyAreUnchanged() {
    Answer all = anybody.get("/api/presets");
    Answer some = anybody.get("/api/presets?tag=gift");

    assertThat(anybody.getUnless("/api/presets", all.header("etag")).status()).isEqualTo(304);
    assertThat(some.header("etag")).isNotEqualTo(all.header("etag"));
  }
}
