package pet.dev;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import pet.dev.mode.Mode;
import pet.dev.mode.ModeProcess;
import pet.domain.ModuleName;

/** What a person at the terminal wants to know once everything runs. */
final class Banner {

  private Banner() {}

  static String store(Mode mode, DevServers servers, Duration took) {
    String address = mode.entrance().url().toString();
    String elsewhere = address.equals("http://localhost:4000") ? "" : " URL=" + address;
    return """

        The store is open, in mode %s, after %s s.

          clients     %s  (every path)
          the API     %s/docs  (a page to try it; the document is /openapi.json)
        %s%s
        Try next, in another terminal:

          curl -s %s/api/catalog
          make token SUBJECT=alice ROLE=staff     a login, for the tour in README.md
          make demo%s
          make hybrid-status                      what runs, and how it is

        Ctrl-C stops everything; the data stays. `make dev-clean` starts over.

        """
        .formatted(
            mode.name(),
            "%.1f".formatted(took.toMillis() / 1000.0),
            address,
            address,
            processes(mode),
            where(servers),
            address,
            elsewhere.isEmpty()
                ? "                               believable customers for a minute"
                : elsewhere);
  }

  static String infra(DevServers servers) {
    return """

        The servers are up.

        %s
        Try next, each in a terminal of its own:

          make start-backend    make start-builder    make start-webhook    make start-analytics

        Ctrl-C stops them; the data stays. `make dev-clean` starts over.

        """
        .formatted(where(servers));
  }

  private static String processes(Mode mode) {
    return mode.processes().stream().map(Banner::process).collect(Collectors.joining());
  }

  private static String process(ModeProcess process) {
    String hosts = process.hosts().stream().map(ModuleName::key).collect(Collectors.joining(", "));
    return "  %-11s %s, operators %d  (%s)%n"
        .formatted(
            process.name(),
            process.url(),
            process.admin(),
            hosts.isEmpty() ? "forwards everything" : hosts.toLowerCase(Locale.ROOT));
  }

  private static String where(DevServers servers) {
    return """
          PostgreSQL  localhost:%d  user pet, password pet, database pet
          Redis       localhost:%d
          Kafka       localhost:%d
          data        %s
        """
            .formatted(
                servers.ports().postgres(),
                servers.ports().redis(),
                servers.ports().kafka(),
                servers.home().data())
            .stripTrailing()
        + "\n";
  }
}
