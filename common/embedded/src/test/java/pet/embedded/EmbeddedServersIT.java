package pet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
  private static final Path HOME = Path.of(System.getProperty("pet.home"));
  private static final Path BINARIES = HOME.resolve("bin");

  @TempDir Path data;

  @Test
  void dataAndPortsSurviveAStopAndAStart() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.throwaway(HOME)) {
      servers.start();
      List<Integer> ports = ports(servers);
      Clients.writeAll(ports.get(0), ports.get(1), ports.get(2), "before");

      servers.stop();
      assertThat(ports).allMatch(Ports::isFree);
      servers.start();

      assertThat(ports(servers)).isEqualTo(ports);
      assertThat(Clients.readAll(ports.get(0), ports.get(1), ports.get(2))).containsOnly("before");
    }
  }

  @Test
  void oneServerGoesAndComesBackWhileTheOthersRun() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.throwaway(HOME)) {
      servers.start();
      Clients.writePostgres(servers.postgres().port(), "before");

      servers.postgres().kill();
      servers.redis().kill();
      servers.kafka().stop();
      assertThat(servers.postgres().isRunning()).isFalse();
      servers.start();

      assertThat(Clients.readPostgres(servers.postgres().port())).isEqualTo("before");
    }
  }

  @Test
  void kafkaHasTransactionsAndConsumerGroups() throws Exception {
    ServerOptions options = new ServerOptions(0, data, BINARIES, false);
    try (EmbeddedKafka kafka = new EmbeddedKafka(options)) {
      kafka.start();

      assertThat(Clients.readInGroupWhatATransactionWrote(kafka.port())).containsExactly("kept");
    }
  }

  @Test
  void kafkaRefusesTheDataOfANewerOne() throws Exception {
    ServerOptions options = new ServerOptions(0, data, BINARIES, true);
    Path level = new EmbeddedKafka(options).directory().data().resolve("metadata.level");
    try (EmbeddedKafka kafka = new EmbeddedKafka(options)) {
      kafka.start();
    }
    Files.writeString(level, "999");
    try (EmbeddedKafka kafka = new EmbeddedKafka(options)) {
      assertThatThrownBy(kafka::start)
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("newer Kafka");
      assertThat(kafka.isRunning()).isFalse();
    }
  }

  @Test
  void throwawayDataIsGoneAfterClose() {
    EmbeddedServers servers = EmbeddedServers.throwaway(HOME);
    servers.start();
    Path directory = servers.postgres().directory().root().getParent();
    assertThat(directory).exists();

    servers.close();

    assertThat(directory).doesNotExist();
  }

  @Test
  void durableDataSurvivesACloseAndSortsAlikeEverywhere() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.durable(data, BINARIES, 0, 0, 0)) {
      servers.start();
      List<Integer> ports = ports(servers);
      Clients.writeAll(ports.get(0), ports.get(1), ports.get(2), "first");
      assertThat(Clients.query(ports.get(0), "show fsync")).isEqualTo("on");
      assertThat(Clients.query(ports.get(0), "select lower('ÉA') < 'z'")).isEqualTo("f");
    }
    try (EmbeddedServers servers = EmbeddedServers.durable(data, BINARIES, 0, 0, 0)) {
      servers.start();
      List<Integer> ports = ports(servers);
      Clients.writeAll(ports.get(0), ports.get(1), ports.get(2), "second");
      assertThat(Clients.readAll(ports.get(0), ports.get(1), ports.get(2)))
          .containsOnly("first,second");
    }
  }

  @Test
  void childrenEndWithAKilledJvmAndItsDataIsThereForTheNext() throws Exception {
    int postgres = Ports.pick();
    int redis = Ports.pick();
    int kafka = Ports.pick();
    Process jvm = startMain(postgres, redis, kafka);
    List<ProcessHandle> children = readyChildren(jvm);
    Clients.writeAll(postgres, redis, kafka, "first");

    jvm.destroyForcibly();
    // At once, while the old children are still ending.
    try (EmbeddedServers servers =
        EmbeddedServers.durable(data, BINARIES, postgres, redis, kafka)) {
      jvm.waitFor(10, TimeUnit.SECONDS);
      servers.start();

      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(Clients.readAll(postgres, redis, kafka)).containsOnly("first");
    }
  }

  @Test
  void childrenOfAKilledJvmEndWithoutANextOne() throws Exception {
    Process jvm = startMain(Ports.pick(), Ports.pick(), Ports.pick());
    List<ProcessHandle> children = readyChildren(jvm);

    jvm.destroyForcibly();

    for (ProcessHandle child : children) {
      assertThat(child.onExit()).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSecondOwnerOfTheDataIsToldWhoHasIt() throws Exception {
    Process jvm = startMain(0, 0, 0);
    readyChildren(jvm);
    try (EmbeddedServers second = EmbeddedServers.durable(data, BINARIES, 0, 0, 0)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining(data.resolve("postgres").toString())
          .hasMessageEndingWith("by process " + jvm.pid());
    } finally {
      jvm.getOutputStream().close();
      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(jvm.exitValue()).isZero();
  }

  @Test
  void aTakenPortIsNamedAndNothingStarts() throws Exception {
    for (InetSocketAddress address :
        List.of(Ports.onLoopback(Ports.pick()), new InetSocketAddress(Ports.pick()))) {
      try (ServerSocket foreign = new ServerSocket();
          EmbeddedServers servers =
              EmbeddedServers.durable(data, BINARIES, 0, address.getPort(), 0)) {
        foreign.bind(address);

        assertThatThrownBy(servers::start)
            .isInstanceOf(PortInUseException.class)
            .hasMessageStartingWith("Redis: port " + address.getPort() + " is in use")
            .hasMessageContaining(holderOnLinux());
        assertThat(servers.postgres().isRunning()).isFalse();
        assertThat(data.resolve("postgres/data")).doesNotExist();
      }
    }
  }

  private static String holderOnLinux() {
    return Files.exists(Path.of("/proc/net/tcp"))
        ? ", by process " + ProcessHandle.current().pid() + " (java)"
        : "";
  }

  @Test
  void aForeignProcessUnderANotedPidIsLeftAlone() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "60").start();
    try {
      Path root = Files.createDirectories(data.resolve("postgres"));
      new DataDirectory(root).record(foreign.toHandle(), "postgres");
      ServerOptions options = new ServerOptions(0, root, BINARIES, true);
      try (EmbeddedPostgres postgres = new EmbeddedPostgres(options)) {
        postgres.start();
        postgres.stop();
        // PostgreSQL's own note of its pid, as if that had gone to the foreign process since.
        Files.writeString(root.resolve("data/postmaster.pid"), foreign.pid() + "\n");
        postgres.start();

        assertThat(Clients.query(postgres.port(), "select 'here'")).isEqualTo("here");
      }
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void aServerThatDoesNotStartShowsItsLog() throws IOException {
    Path root = data.resolve("postgres");
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/PG_VERSION"), "9.6\n");
    ServerOptions options = new ServerOptions(0, root, BINARIES, true);
    try (EmbeddedPostgres postgres = new EmbeddedPostgres(options)) {
      assertThatThrownBy(postgres::start)
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("server.log ends with:")
          .hasMessageContaining("postgresql.conf");
    }
  }

  private static List<Integer> ports(EmbeddedServers servers) {
    return List.of(servers.postgres().port(), servers.redis().port(), servers.kafka().port());
  }

  private Process startMain(int postgres, int redis, int kafka) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServersMain.class.getName());
    command.addAll(List.of(data.toString(), BINARIES.toString()));
    command.addAll(List.of("" + postgres, "" + redis, "" + kafka));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<ProcessHandle> readyChildren(Process jvm) throws IOException {
    BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("ready ")) {
        return List.of(line.substring("ready ".length()).split(" ", 2)).stream()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
            .toList();
      }
    }
    throw new AssertionError("The JVM with the servers ended:\n" + said);
  }
}
