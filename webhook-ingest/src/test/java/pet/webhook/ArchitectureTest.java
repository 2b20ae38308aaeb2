package pet.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which other modules this one may depend on: only their contracts in {@code common}. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.webhook");

  @Test
  void dependsOnNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "pet.builder..",
            "pet.order..",
            "pet.user..",
            "pet.analytics..",
            "pet.web..",
            "pet.dev..",
            "pet.embedded..",
            "pet.testing..")
        .check(CLASSES);
  }

  @Test
  void sourcesKnowNoDatabaseAndNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "pet.webhook.shopify",
            "pet.webhook.stripe",
            "pet.webhook.standard",
            "pet.webhook.signature",
            "pet.webhook.payload")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "jakarta.ws.rs..", "pet.webhook")
        .check(CLASSES);
  }
}
