package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

class DesignIdTest {

  @Test
  void readsBackInOneSpelling() {
    DesignId id = DesignId.random();

    assertThat(DesignId.fromString(id.toString())).isEqualTo(id);
    assertThat(DesignId.fromString("0A0A0A0A-0000-4000-8000-00000000000F"))
        .hasToString("0a0a0a0a-0000-4000-8000-00000000000f");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "1",
        "1-1-1-1-1",
        "0a0a0a0a000040008000000000000000",
        "0a0a0a0a-0000-4000-8000-00000000000g",
        "0a0a0a0a-0000-4000-8000-00000000000f ",
      })
  void anythingElseIsNoDesign(String text) {
    assertThat(DesignId.parse(text)).isEmpty();
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> DesignId.fromString(text))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }
}
