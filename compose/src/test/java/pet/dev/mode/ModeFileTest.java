package pet.dev.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.ModuleName;

/** A typo in a mode is refused with its line, and never starts half a store. */
class ModeFileTest {

  private static final Path SHIPPED = Path.of("modes");
  private static final String TWO =
      """
      infrastructure: beside
      processes:
        front:
          program: backend-service
          port: 4000
          admin: 4100
          modules:
            user: local
            order: local
            builder: http://localhost:4002
            webhook: local
            analytics: local
        builder:
          program: builder-service
          port: 4002
          admin: 4102
          modules:
            builder: local
            user: http://127.0.0.1:4000
      """;

  @TempDir private Path folder;

  static List<String> shipped() {
    return ModeFile.names(SHIPPED);
  }

  @Test
  void theScenarioOfRestartsHasTwoOfEveryProcessBehindItsEdge() {
    Mode mode = ModeFile.read(Path.of("chaos", "replicas.yml"));
    assertThat(mode.entrance().hosts()).isEmpty();
    for (ModuleName module : ModuleName.values()) {
      List<String> hosts =
          mode.processes().stream()
              .filter(process -> process.hosts().contains(module))
              .map(process -> process.url().toString())
              .toList();
      assertThat(hosts).as(module.key()).hasSize(2);
      assertThat(mode.processes())
          .filteredOn(process -> !process.modules().get(module).urls().isEmpty())
          .allSatisfy(
              process ->
                  assertThat(process.modules().get(module).urls())
                      .map(Object::toString)
                      .isEqualTo(hosts));
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedModeIsValidAndIsOnItsUsualAddress(String name) {
    Mode mode = ModeFile.read(SHIPPED, name);
    assertThat(mode.entrance().url()).hasToString("http://localhost:4000");
    assertThat(mode.entrance().adminUrl()).hasToString("http://localhost:4100");
  }

  @Test
  void theFourModesAreThere() {
    assertThat(shipped()).contains("single", "modular", "hybrid", "microservices");
  }

  @Test
  void hybridHasTwoBuildersSoThatOneMayDie() {
    Mode hybrid = ModeFile.read(SHIPPED, "hybrid");
    assertThat(hybrid.entrance().hosts()).containsExactly(ModuleName.ORDER, ModuleName.USER);
    assertThat(hybrid.entrance().modules().get(ModuleName.BUILDER).urls()).hasSize(2);
  }

  @Test
  void inMicroservicesEachModuleIsAloneAndTheEntranceHostsNone() {
    Mode mode = ModeFile.read(SHIPPED, "microservices");
    assertThat(mode.entrance().hosts()).isEmpty();
    assertThat(mode.processes().stream().skip(1).map(ModeProcess::hosts))
        .allSatisfy(hosts -> assertThat(hosts).hasSize(1));
  }

  @Test
  void anotherModeIsAnotherFile() {
    Mode mode = read(TWO);
    assertThat(mode.processes()).extracting(ModeProcess::name).containsExactly("front", "builder");
    assertThat(mode.entrance().hosts()).doesNotContain(ModuleName.BUILDER);
  }

  @Test
  void movesAllPortsAndTheUrlsThatLeadToThem() {
    Mode moved = read(TWO).moved(port -> port + 10_000);
    assertThat(moved.processes())
        .extracting(ModeProcess::port, ModeProcess::admin)
        .containsExactly(tuple(14000, 14100), tuple(14002, 14102));
    assertThat(moved.entrance().modules().get(ModuleName.BUILDER))
        .hasToString("http://localhost:14002");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("infrastructure: beside", "infra: beside", 1, "infra: unknown; what can be set"),
        mistake("infrastructure: beside", "infrastructure: around", 1, "not 'around'"),
        mistake("infrastructure: beside", "infrastructure: inside", 1, "of one process"),
        mistake("    admin: 4100", "    adnim: 4100", 6, "processes.front.adnim: unknown"),
        mistake("    port: 4002\n", "", 13, "processes.builder: port is missing"),
        mistake("port: 4002", "port: many", 15, "port from 1 to 65535, not 'many'"),
        mistake("port: 4002", "port: 70000", 15, "port from 1 to 65535, not '70000'"),
        mistake("admin: 4102", "admin: 4000", 16, "of processes.front.port (line 5)"),
        mistake("admin: 4102", "admin: 9092", 16, "9092 is the port of Kafka"),
        mistake("program: builder-service", "program: bilder", 14, "unknown program 'bilder'"),
        mistake("program: builder-service", "program: dev", 14, "brings its infrastructure"),
        mistake("    analytics: local", "    analitics: local", 12, "modules.analitics: unknown"),
        mistake("analytics: local", "analytics: lokal", 12, "not 'lokal'"),
        mistake("analytics: local", "analytics: off", 2, "no process hosts the analytics module"),
        mistake("analytics: local", "analytics: off", 12, "for every path"),
        mistake("order: local", "order: off", 9, "the webhook module needs it"),
        mistake("4002\n      webhook", "4009\n      webhook", 10, "leads to no process"),
        mistake(
            "builder: http://localhost:4002",
            "builder: http://elsewhere:4002",
            10,
            "leads to no process"),
        mistake(
            "builder: http://localhost:4002",
            "builder: [http://localhost:4002, http://localhost:4003]",
            10,
            "http://localhost:4003 leads to no process"),
        mistake("localhost:4002", "localhost:4000", 10, "this process itself"),
        mistake("user: http://127.0.0.1:4000", "order: http://localhost:4000x", 19, "not 'http"),
        mistake("builder: local", "builder: off", 10, "where builder is not local"),
        mistake("user: http://127.0.0.1:4000", "order: local", 19, "does not contain this module"),
        mistake("  builder:\n    program", "  front:\n    program", 13, "first in line 3"),
        mistake("  builder:\n    program", "  B_1:\n    program", 13, "name is of a-z"),
        mistake("    port: 4000", "   port: 4000", 5, ""),
        mistake(TWO, "processes:\n", 1, "infrastructure: is missing"),
        mistake(TWO, "- a\n", 1, "the file must have settings"),
        mistake(TWO, "infrastructure: beside\nprocesses: {}\n", 2, "there is none"));
  }

  private static Arguments mistake(String right, String wrong, int line, String told) {
    return arguments(right, wrong, line, told);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void tellsTheLineAndTheSettingThatAreWrong(String right, String wrong, int line, String told) {
    assertThat(TWO).contains(right);
    assertThatThrownBy(() -> read(TWO.replace(right, wrong)))
        .isInstanceOf(InvalidModeException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().lines())
                    .anyMatch(
                        text -> text.contains("mine.yml:" + line + ": ") && text.contains(told)));
  }

  @Test
  void tellsEverythingAtOnceInTheOrderOfTheFile() {
    String wrong = TWO.replace("admin: 4102", "admin: x").replace("admin: 4100", "admin: y");
    assertThatThrownBy(() -> read(wrong))
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains(":6: processes.front.admin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"doubel", "../modes/single"})
  void tellsWhichModesThereAre(String name) {
    assertThatThrownBy(() -> ModeFile.read(SHIPPED, name))
        .isInstanceOf(InvalidModeException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("hybrid, microservices, modular, single");
  }

  private Mode read(String yaml) {
    try {
      Files.writeString(folder.resolve("mine.yml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ModeFile.read(folder, "mine");
  }
}
