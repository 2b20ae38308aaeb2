package pet.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which other modules this one may depend on: only their events in {@code common}. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.analytics");

  @Test
  void dependsOnNoOtherModule() {
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
        .check(CLASSES);
  }

  @Test
  void rollupsKnowNoHttpAndNoProcess() {
    noClasses()
        .that()
        .resideInAPackage("pet.analytics.rollup")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "io.dropwizard..", "pet.platform..", "pet.analytics")
        .check(CLASSES);
  }
}
