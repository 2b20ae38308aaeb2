package pet.dev;

import java.nio.file.Path;
import pet.dev.DevServers.Ports;

/** What a person at the terminal wants to know once everything runs. */
final class Banner {

  private Banner() {}

  static String store(Ports ports, Path data) {
    return """

        The store is open.

          store       http://localhost:%d  (all modules)
          operators   http://localhost:%d  (healthcheck, metrics, modules, ping, threads)
        %s
        Try next, in another terminal:

          curl -s localhost:%d/api/catalog
          make token SUBJECT=alice ROLE=staff     a login, for the tour in README.md
          make demo                               believable customers for a minute

        Ctrl-C stops everything; the data stays. `make dev-clean` starts over.

        """
        .formatted(ports.store(), ports.admin(), where(ports, data), ports.store());
  }

  static String infra(Ports ports, Path data) {
    return """

        The servers are up.

        %s
        Try next, each in a terminal of its own:

          make start-backend    make start-builder    make start-webhook    make start-analytics

        Ctrl-C stops them; the data stays. `make dev-clean` starts over.

        """
        .formatted(where(ports, data));
  }

  private static String where(Ports ports, Path data) {
    return """
          PostgreSQL  localhost:%d  user pet, password pet, database pet
          Redis       localhost:%d
          Kafka       localhost:%d
          data        %s
        """
            .formatted(ports.postgres(), ports.redis(), ports.kafka(), data)
            .stripTrailing()
        + "\n";
  }
}
