package pet.builder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the builder may depend on, and what it shows to others. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
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
        .check(CLASSES);
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
        .check(CLASSES);
  }

  /** No cycles between packages, and shared ones depend on none. */
  @Test
  void itsPackagesAreInLayers() {
    slices().matching("pet.builder.(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("pet.builder.cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("pet.builder", "pet.builder.design..", "pet.builder.share..")
        .check(CLASSES);
  }
}
