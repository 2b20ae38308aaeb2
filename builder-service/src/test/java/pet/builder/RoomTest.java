package pet.builder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;
import pet.domain.builder.Designs;

/** Who this room may depend on, and what it shows. */
class RoomTest {

  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.builder");

  @Test
  void dependsOnNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("pet.builder..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "pet.order..",
            "pet.user..",
            "pet.webhook..",
            "pet.analytics..",
            "pet.web..",
            "pet.embedded..",
            "pet.testing..",
            "pet.dev..")
        .check(ROOM);
  }

  @Test
  void showsOnlyTheModuleItsMainAndWhatJerseyAndJdbiCall() {
    classes()
        .that()
        .resideInAPackage("pet.builder")
        .and()
        .arePublic()
        .should()
        .be(BuilderModule.class)
        .orShould()
        .be(BuilderService.class)
        .orShould()
        .beAnnotatedWith(Path.class)
        .orShould()
        .implement(Designs.class)
        .orShould()
        .haveSimpleNameEndingWith("Row")
        .check(ROOM);
  }
}
