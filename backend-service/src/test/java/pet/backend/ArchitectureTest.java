package pet.backend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pet.domain.order.Orders;
import pet.domain.user.Users;
import pet.platform.Module;

/** Who may depend on whom: the modules on no other, the process on all. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.order", "pet.user", "pet.backend");

  private static final String[] PACKAGES = {
    "pet.order..",
    "pet.user..",
    "pet.backend..",
    "pet.builder..",
    "pet.webhook..",
    "pet.analytics..",
    "pet.web..",
    "pet.embedded..",
    "pet.testing..",
    "pet.dev.."
  };

  @ParameterizedTest
  @ValueSource(strings = {"pet.order..", "pet.user.."})
  void aModuleKnowsNoOther(String module) {
    String[] others = Arrays.stream(PACKAGES).filter(r -> !r.equals(module)).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @Test
  void theProcessKnowsModulesAndNothingElseOfThem() {
    noClasses()
        .that()
        .resideInAPackage("pet.backend..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of a module, but not its Module",
                type ->
                    type.getPackageName()
                            .matches("pet\\.(order|user|builder|webhook|analytics)(\\..*)?")
                        && !type.isAssignableTo(Module.class)))
        .check(CLASSES);
  }

  @Test
  void theProcessNeedsNoTestServers() {
    noClasses()
        .that()
        .resideInAPackage("pet.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("pet.embedded..", "pet.testing..", "pet.web..", "pet.dev..")
        .check(CLASSES);
  }

  @Test
  void showsOnlyModulesTheMainAndWhatJerseyAndJdbiCall() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should()
        .implement(Module.class)
        .orShould()
        .be(BackendService.class)
        .orShould()
        .beAnnotatedWith(Path.class)
        .orShould()
        .implement(Orders.class)
        .orShould()
        .implement(Users.class)
        .orShould()
        .haveSimpleName("OrderRow")
        .orShould()
        .haveSimpleName("ItemRow")
        .orShould()
        .haveSimpleName("OrderView")
        .orShould()
        .haveSimpleName("NewOrder")
        .check(CLASSES);
  }
}
