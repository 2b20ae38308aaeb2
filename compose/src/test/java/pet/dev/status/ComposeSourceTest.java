package pet.dev.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ComposeSourceTest {

  private static final String BUILDER_1 =
      """
      {"Name":"pet-builder-service-1","Service":"builder-service","State":"running","Status":"Up 9 seconds (healthy)","Publishers":[{"TargetPort":4002,"PublishedPort":32771},{"TargetPort":4102,"PublishedPort":32770}]}
      """;
  private static final String BUILDER_2 =
      """
      {"Name":"pet-builder-service-2","Service":"builder-service","State":"running","Status":"Up 9 seconds (healthy)","Publishers":[{"TargetPort":4002,"PublishedPort":32769},{"TargetPort":4102,"PublishedPort":32768}]}
      """;
  private static final String BUILDER_2_KILLED =
      """
      {"Name":"pet-builder-service-2","Service":"builder-service","State":"exited","ExitCode":137,"Status":"Exited (137) 3 seconds ago","Publishers":null}
      """;
  private static final String BACKEND =
      """
      {"Name":"pet-backend-1","Service":"backend","Publishers":[{"TargetPort":4000,"PublishedPort":4000},{"TargetPort":4100,"PublishedPort":4100}]}
      """;
  private static final String BACKEND_STOPPED =
      """
      {"Name":"pet-backend-1","Service":"backend","Status":"Exited (143) 2 hours ago","Publishers":[{"TargetPort":4000,"PublishedPort":0},{"TargetPort":4100,"PublishedPort":0}]}
      """;
  private static final String SERVERS =
      """
      {"Name":"pet-postgres-1","Service":"postgres","Publishers":[{"TargetPort":5432,"PublishedPort":5432}]}
      {"Name":"pet-edge-1","Service":"edge","Publishers":[{"TargetPort":3000,"PublishedPort":3000}]}
      """;
  private static final String SERVICES = "kafka\npostgres\nredis\nedge\nbackend\nbuilder-service\n";

  @Test
  void knowsEveryReplicaByItsPortsOnThisMachine() {
    assertThat(ComposeSource.read(BUILDER_2 + BUILDER_1 + BACKEND, SERVICES))
        .containsExactly(
            member("pet-backend-1", "backend", 4000, 4100),
            member("pet-builder-service-1", "builder-service", 32771, 32770),
            member("pet-builder-service-2", "builder-service", 32769, 32768));
  }

  @Test
  void tellsOfAReplicaThatWasKilled() {
    assertThat(ComposeSource.read(BUILDER_1 + BUILDER_2_KILLED + BACKEND, SERVICES))
        .contains(
            Source.Member.gone(
                "pet-builder-service-2", "builder-service", "is gone: Exited (137) 3 seconds ago"));
  }

  @Test
  void tellsOfAServiceThatHasNoContainerAtAll() {
    assertThat(ComposeSource.read(BACKEND + SERVERS, SERVICES))
        .containsExactly(
            Source.Member.gone("builder-service", "builder-service", "has no container"),
            member("pet-backend-1", "backend", 4000, 4100));
  }

  @Test
  void missesNobodyAfterAStop() {
    assertThat(ComposeSource.read(BACKEND_STOPPED + BUILDER_2_KILLED, SERVICES)).isEmpty();
    assertThat(ComposeSource.read(SERVERS, SERVICES)).isEmpty();
    assertThat(ComposeSource.read("", "")).isEmpty();
  }

  private static Source.Member member(String name, String service, int port, int admin) {
    return Source.Member.there(
        name,
        service,
        URI.create("http://localhost:" + port),
        URI.create("http://localhost:" + admin));
  }
}
