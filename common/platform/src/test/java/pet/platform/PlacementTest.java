package pet.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static Placement read(String yaml) {
    try {
      return Placement.of(YAML.readTree("modules: " + yaml).get("modules"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isHereOrNotAtAll() {
    assertThat(read("local")).isEqualTo(Placement.LOCAL);
    assertThat(read("off")).isEqualTo(Placement.OFF);
    assertThat(read("\"off\"")).isEqualTo(Placement.OFF);
  }

  @Test
  void isAtOneUrlOrSeveral() {
    List<URI> both = List.of(URI.create("http://a:4002"), URI.create("http://b:4002"));

    assertThat(read("http://a:4002/").urls()).isEqualTo(both.subList(0, 1));
    assertThat(read("[http://a:4002, http://b:4002]").urls()).isEqualTo(both);
    assertThat(read("http://a:4002,http://b:4002").urls()).isEqualTo(both);
    assertThat(read("\"http://a:4002, http://b:4002\"").urls()).isEqualTo(both);
    assertThat(read("http://a:4002,http://b:4002")).hasToString("http://a:4002,http://b:4002");
  }

  @Test
  void isNothingElse() {
    for (String wrong :
        List.of(
            "elsewhere",
            "true",
            "Local",
            "builder:4002",
            "ftp://a:21",
            "http://",
            "http://a b",
            "http://a:4002/api",
            "http://a:4002?x=1",
            "http://user:secret@a:4002",
            "\"\"",
            "4002",
            "[]",
            "[local]",
            "{}",
            "http://a:4002,",
            "[http://a:4002, 7]",
            "http://a:4002,http://a:4002/")) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> read(wrong));
    }
  }

  @Test
  void keepsAPasswordOutOfItsComplaint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("http://user:hunter2@a:4002"))
        .withMessageNotContaining("hunter2");
  }
}
