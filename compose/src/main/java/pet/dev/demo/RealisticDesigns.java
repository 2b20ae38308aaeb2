package pet.dev.demo;

import java.util.List;
import java.util.Random;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.Catalog;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.Personalization;
import pet.domain.builder.Personalization.Font;
import pet.domain.builder.Personalization.Position;

/** Random designs as customers make them: some sizes are more frequent, names are dogs' names. */
final class RealisticDesigns {

  private static final List<String> DOGS =
      List.of(
          "Rex",
          "Bella",
          "Luna",
          "Max",
          "Daisy",
          "Charlie",
          "Cooper",
          "Milo",
          "Frida",
          "Zoë",
          "Čert",
          "Łatek",
          "Äffchen",
          "Señor Pug",
          "O'Malley",
          "Mr. Biscuit",
          "Salt & Pepper",
          "Ρεξ",
          "Άρης",
          "Αθηνά",
          "Μάγκας",
          "Λούνα",
          "Жучка",
          "Белка",
          "Шарик",
          "Тузик",
          "Граф",
          "Лайка",
          "K-9",
          "Bandit 2",
          "Olive ♥",
          "Good Boy!");
  private static final List<String> OCCASIONS =
      List.of("everyday", "for the beach", "for winter", "for school", "Sunday best", "mountains");
  private static final List<String> THREADS =
      List.of("#FFFFFF", "#2D2D2D", "#FFD166", "#3BAFDA", "#A0522D");
  // Medium dogs are the most, giants are rare.
  private static final List<HarnessSize> SIZES =
      List.of(
          HarnessSize.XS,
          HarnessSize.S,
          HarnessSize.S,
          HarnessSize.M,
          HarnessSize.M,
          HarnessSize.M,
          HarnessSize.L,
          HarnessSize.L,
          HarnessSize.XL,
          HarnessSize.XXL);
  private static final double PERSONALIZED = 0.6;

  private RealisticDesigns() {}

  /** The body of {@code POST /api/designs}. */
  record NewDesign(String name, BuilderConfig config) {}

  static NewDesign design(Random random) {
    String dog = oneOf(DOGS, random);
    Personalization text =
        random.nextDouble() < PERSONALIZED
            ? new Personalization(
                dog,
                oneOf(List.of(Font.values()), random),
                oneOf(List.of(Position.values()), random),
                oneOf(THREADS, random))
            : null;
    return new NewDesign(
        dog + ", " + oneOf(OCCASIONS, random),
        new BuilderConfig(
            oneOf(SIZES, random),
            oneOf(Catalog.colors(), random).id(),
            oneOf(Catalog.hardware(), random).id(),
            text));
  }

  static <T> T oneOf(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
