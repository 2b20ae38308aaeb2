package pet.dev.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ComposeSourceTest {

  @Test
  void knowsEveryReplicaByItsPortsOnThisMachine() {
    String said =
        """
        {"Name":"pet-builder-service-2","Publishers":[{"TargetPort":4002,"PublishedPort":32769},{"TargetPort":4102,"PublishedPort":32768}]}
        {"Name":"pet-builder-service-1","Publishers":[{"TargetPort":4002,"PublishedPort":32771},{"TargetPort":4102,"PublishedPort":32770}]}
        {"Name":"pet-backend-1","Publishers":[{"TargetPort":4000,"PublishedPort":4000},{"TargetPort":4100,"PublishedPort":4100}]}
        """;
    assertThat(ComposeSource.read(said))
        .containsExactly(
            member("pet-backend-1", 4000, 4100),
            member("pet-builder-service-1", 32771, 32770),
            member("pet-builder-service-2", 32769, 32768));
  }

  @Test
  void leavesOutWhatIsNoProcessOfOurs() {
    String said =
        """
        {"Name":"pet-postgres-1","Publishers":[{"TargetPort":5432,"PublishedPort":5432}]}
        {"Name":"pet-edge-1","Publishers":[{"TargetPort":3000,"PublishedPort":3000}]}
        {"Name":"pet-backend-1","Publishers":[{"TargetPort":4000,"PublishedPort":0},{"TargetPort":4100,"PublishedPort":0}]}
        """;
    assertThat(ComposeSource.read(said)).isEmpty();
    assertThat(ComposeSource.read("")).isEmpty();
  }

  private static Source.Member member(String name, int port, int admin) {
    return new Source.Member(
        name, URI.create("http://localhost:" + port), URI.create("http://localhost:" + admin));
  }
}
