package pet.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this room may know of the others: their contracts in {@code common}, and nothing else. */
class RoomTest {

  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.webhook");

  @Test
  void noOtherRoom() {
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
        .check(ROOM);
  }

  @Test
  void whatIsASourcesKnowsNoDatabaseAndNoHttp() {
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
        .check(ROOM);
  }
}
