package pet.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this room may know of the others: their events in {@code common}, and nothing else. */
class RoomTest {

  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.analytics");

  @Test
  void noOtherRoom() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "pet.builder..",
            "pet.order..",
            "pet.user..",
            "pet.webhook..",
            "pet.web..",
            "pet.dev..",
            "pet.embedded..",
            "pet.testing..")
        .check(ROOM);
  }

  @Test
  void whatCountsKnowsNoHttpAndNoProcess() {
    noClasses()
        .that()
        .resideInAPackage("pet.analytics.rollup")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "io.dropwizard..", "pet.platform..", "pet.analytics")
        .check(ROOM);
  }
}
