package pet.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Finds free ports, and says who has a taken one. */
public final class Ports {
  /*
   * Below the ports that Linux and macOS give to outgoing connections: while a server is stopped, nobody
   * gets its port by chance, and a client that keeps knocking does not end up connected to itself.
   */
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port nobody listens on, and that no other caller in this JVM was given. */
  static int pick() {
    for (int i = 0; i < 1000; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (GIVEN.add(port)) {
        if (isFree(port)) {
          return port;
        }
        GIVEN.remove(port);
      }
    }
    throw new EmbeddedServerException("No free port between " + LOWEST + " and " + HIGHEST);
  }

  /**
   * Refuses a port that is taken.
   *
   * @param server who wants it, for the message
   * @throws PortInUseException naming who has it, where the system tells
   */
  // Looks again before it refuses: a process that this JVM is just starting holds all our sockets
  // for some milliseconds, and so the one that an earlier look has bound.
  public static void requireFree(String server, int port) {
    for (int i = 0; i < 10; i++) {
      if (isFree(port)) {
        return;
      }
      Processes.pause(30);
    }
    throw new PortInUseException(server, port, holder(port).map(h -> ", by " + h).orElse(""));
  }

  /**
   * Binds to loopback and to all addresses, for macOS lets one succeed while another process has
   * the other, and knocks, for the same reason.
   */
  static boolean isFree(int port) {
    return canBind(onLoopback(port))
        && canBind(new InetSocketAddress(port))
        && !answers(onLoopback(port));
  }

  /** 127.0.0.1, whatever the JVM's preference between IPv4 and IPv6. */
  static InetSocketAddress onLoopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean canBind(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of a server that has just gone linger in TIME_WAIT and do not count.
      socket.setReuseAddress(true);
      socket.bind(address, 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** "process 1234 (postgres)", where /proc tells (Linux, own processes or root). */
  static Optional<String> holder(int port) {
    Set<String> sockets = new HashSet<>(listening("/proc/net/tcp", port));
    sockets.addAll(listening("/proc/net/tcp6", port));
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .filter(process -> holdsOneOf(process.pid(), sockets))
        .findFirst()
        .map(process -> "process " + process.pid() + commandName(process));
  }

  /** The sockets in a table of the kernel's that listen on a port, as /proc/PID/fd names them. */
  private static List<String> listening(String table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try (Stream<String> lines = Files.lines(Path.of(table))) {
      return lines
          .map(line -> List.of(line.strip().split("\\s+", -1)))
          .filter(column -> column.size() > 9 && column.get(3).equals("0A"))
          .filter(column -> column.get(1).endsWith(suffix))
          .map(column -> "socket:[" + column.get(9) + "]")
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // not Linux, or no IPv6
    }
  }

  private static boolean holdsOneOf(long pid, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // gone, or not ours to see
    }
    return false;
  }

  /** The program's name only: arguments may hold secrets. */
  private static String commandName(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> " (" + Path.of(command).getFileName() + ")")
        .orElse("");
  }
}
