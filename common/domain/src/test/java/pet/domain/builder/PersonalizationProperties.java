package pet.domain.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import pet.domain.InvalidInput;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;

class PersonalizationProperties {

  @Property
  void normalFormMakesNoDifference(@ForAll("texts") String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

    assertThat(withText(decomposed)).isEqualTo(withText(text));
  }

  @Property
  void whatWasAcceptedIsAcceptedAgainUnchanged(@ForAll("personalizations") Personalization once) {
    Personalization twice =
        new Personalization(once.text(), once.font(), once.position(), once.threadColor());

    assertThat(twice).isEqualTo(once);
  }

  @Property
  void oneCharacterTooManyIsRefused(@ForAll("texts") String text) {
    String tooLong = text + "X".repeat(Personalization.MAX_CHARACTERS + 1 - text.length());

    assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> withText(tooLong));
  }

  @Property
  void anyTextIsKeptWithinTheLimitOrRefusedAsInput(@ForAll String text) {
    try {
      String kept = withText(text).text();
      assertThat(kept.codePointCount(0, kept.length()))
          .isBetween(1, Personalization.MAX_CHARACTERS);
      assertThat(kept).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
    } catch (InvalidInput refused) {
      assertThat(refused.errors()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Configs.texts();
  }

  @Provide
  Arbitrary<Personalization> personalizations() {
    return Arbitraries.lazy(Configs::personalizations);
  }

  private static Personalization withText(String text) {
    return new Personalization(text, Font.BLOCK, Position.BACK, "#FFFFFF");
  }
}
