package pet.domain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The domain depends on annotations alone: no framework, no I/O, no other module. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("pet.domain");

  @Test
  void dependsOnNothingButAnnotations() {
    classes()
        .that()
        .resideInAPackage("pet.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "pet.domain..",
            "java..",
            "com.fasterxml.jackson.annotation..",
            "io.swagger.v3.oas.annotations..",
            "jakarta.ws.rs..")
        .check(CLASSES);
  }

  @Test
  void doesNoInputOrOutput() {
    classes()
        .that()
        .resideInAPackage("pet.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
        .check(CLASSES);
  }
}
