package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;

class PersonalizationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "R",
        "REX",
        "Rex & Luna",
        "O'Malley, Jr. - 7!",
        "Zoë Ñandú Łódź ß",
        "Ρεξ",
        "Рекс Ёж Її",
        "I ♥ REX",
        "12345678901234567890",
        "ÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉ",
      })
  void embroidersWhatTheMachineHas(String text) {
    assertThat(withText(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "   ",
        "123456789012345678901",
        "REX\n",
        "REX\u0000",
        "REX\t7",
        "レックス",
        "ملك",
        "דוב",
        "🐶",
        "👩‍🚀",
        "R_X",
        "<b>",
        "50%",
        "x\u0323\u0302\u0301", // no letter of its own
        "\uD800",
        "٣",
        "Rex\u202Exer",
        "♡",
      })
  void refusesTheRest(String text) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> withText(text))
        .satisfies(e -> assertThat(e.errors()).extracting(FieldError::field).containsOnly("text"));
  }

  @Test
  void countsWhatPeopleSeeAndKeepsOneForm() {
    String composed = "é".repeat(Personalization.MAX_CHARACTERS);
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);

    assertThat(withText(decomposed)).isEqualTo(withText(composed));
  }

  @Test
  void takesThePhonesHeart() {
    assertThat(withText("REX ♥\uFE0F").text()).isEqualTo("REX ♥");
  }

  @Test
  void aVeryLongTextIsRefusedWithoutCounting() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> withText("e\u0301".repeat(1_000_000)));
  }

  @Test
  void keepsTheThreadColorInUpperCase() {
    assertThat(new Personalization("REX", Font.BLOCK, Position.BACK, "#ff7a59").threadColor())
        .isEqualTo("#FF7A59");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "FFFFFF", "#FFF", "#FFFFFFF", "#GGGGGG", "white", "#FFFFFF\n"})
  void refusesWhatIsNoColor(String color) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new Personalization("REX", Font.BLOCK, Position.BACK, color))
        .satisfies(
            e -> assertThat(e.errors()).extracting(FieldError::field).containsOnly("threadColor"));
  }

  @Test
  void namesEveryFieldThatIsWrong() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> new Personalization(null, null, null, null))
        .satisfies(
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::field)
                    .containsExactly("text", "font", "position", "threadColor"));
  }

  private static Personalization withText(String text) {
    return new Personalization(text, Font.BLOCK, Position.BACK, "#FFFFFF");
  }
}
