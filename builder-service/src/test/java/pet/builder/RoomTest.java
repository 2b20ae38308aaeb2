package pet.builder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

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
  void showsOnlyTheModuleAndItsMainAtItsRoot() {
    classes()
        .that()
        .resideInAPackage("pet.builder")
        .and()
        .arePublic()
        .should()
        .be(BuilderModule.class)
        .orShould()
        .be(BuilderService.class)
        .check(ROOM);
  }

  /** Who may use whom within the room: no circles, and what is shared knows nobody. */
  @Test
  void itsPackagesAreInLayers() {
    slices().matching("pet.builder.(*)..").should().beFreeOfCycles().check(ROOM);
    noClasses()
        .that()
        .resideInAPackage("pet.builder.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("pet.builder", "pet.builder.design..", "pet.builder.share..")
        .check(ROOM);
  }
}
