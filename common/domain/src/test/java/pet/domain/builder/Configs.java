package pet.domain.builder;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Every configuration that can be sold, up to the text's letters. */
final class Configs {

  /** Some of each script and all that is no letter. */
  static final String EMBROIDERABLE = "AbzÉñßŁΑωΣЖяё0189 &'.,-!♥";

  private Configs() {}

  static Arbitrary<BuilderConfig> configs() {
    return Combinators.combine(
            Arbitraries.of(HarnessSize.class),
            Arbitraries.of(Catalog.colors()).map(ColorOption::id),
            Arbitraries.of(Catalog.hardware()).map(HardwareOption::id),
            personalizations().injectNull(0.3))
        .as(BuilderConfig::new);
  }

  static Arbitrary<Personalization> personalizations() {
    return Combinators.combine(
            texts(),
            Arbitraries.of(Personalization.Font.class),
            Arbitraries.of(Personalization.Position.class),
            Arbitraries.integers().between(0, 0xFFFFFF).map(rgb -> String.format("#%06x", rgb)))
        .as(Personalization::new);
  }

  static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(EMBROIDERABLE)
        .ofMinLength(1)
        .ofMaxLength(Personalization.MAX_CHARACTERS)
        .filter(text -> !text.isBlank());
  }

  /** All combinations, without text. */
  static Stream<BuilderConfig> all() {
    return Stream.of(HarnessSize.values())
        .flatMap(
            size ->
                Catalog.colors().stream()
                    .flatMap(
                        color ->
                            Catalog.hardware().stream()
                                .map(
                                    hardware ->
                                        new BuilderConfig(size, color.id(), hardware.id(), null))));
  }
}
