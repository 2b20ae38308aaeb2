package pet.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this room may know of the others: their contracts in {@code common}, and nothing else. */
@AnalyzeClasses(packages = "pet.webhook", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomTest {

  @ArchTest
  static final ArchRule NO_OTHER_ROOM =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "pet.builder..",
              "pet.order..",
              "pet.user..",
              "pet.analytics..",
              "pet.web",
              "pet.web.api..",
              "pet.dev..",
              "pet.embedded..",
              "pet.testing..");

  @ArchTest
  static final ArchRule WHAT_IS_SHOPIFYS_KNOWS_NO_DATABASE_AND_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("pet.webhook.shopify")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jdbi..", "jakarta.ws.rs..", "pet.webhook");
}
