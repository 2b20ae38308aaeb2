package pet.dev.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The answers of all processes, as a table of processes and one of modules. */
record Report(List<Health> processes) {

  boolean isHealthy() {
    return !processes.isEmpty() && processes.stream().allMatch(Health::isHealthy);
  }

  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("process", "address", "admin", "health", "req/min", "modules"));
    for (Health health : processes) {
      rows.add(
          List.of(
              health.process().name(),
              health.process().addresses().map(at -> at.url().toString()).orElse("-"),
              health
                  .process()
                  .addresses()
                  .map(at -> Integer.toString(at.admin().getPort()))
                  .orElse("-"),
              health.isHealthy() ? "healthy" : "UNHEALTHY",
              health.requestsPerMinute().map(Report::number).orElse("-"),
              String.join(", ", health.hosts())));
    }
    List<List<String>> modules = new ArrayList<>();
    modules.add(List.of("module", "replicas", "healthy", "where"));
    byModule()
        .forEach(
            (module, hosts) ->
                modules.add(
                    List.of(
                        module,
                        Integer.toString(hosts.size()),
                        Long.toString(hosts.stream().filter(Health::isHealthy).count()),
                        String.join(
                            ", ", hosts.stream().map(host -> host.process().name()).toList()))));
    return table(rows) + "\n" + table(modules) + notes();
  }

  private static String number(double perMinute) {
    return String.format(Locale.ROOT, perMinute < 10 ? "%.1f" : "%.0f", perMinute);
  }

  /** A process that is away does not tell what it hosts; those that forward to it do. */
  private Map<String, List<Health>> byModule() {
    Map<String, List<Health>> hosts = new TreeMap<>();
    for (Health host : processes) {
      for (Health teller : processes) {
        for (String module : teller.elsewhere().keySet()) {
          if (teller.elsewhere().get(module).stream().anyMatch(host.process()::isKnownAs)) {
            add(hosts, module, host);
          }
        }
      }
      host.hosts().forEach(module -> add(hosts, module, host));
    }
    return hosts;
  }

  private static void add(Map<String, List<Health>> hosts, String module, Health host) {
    List<Health> all = hosts.computeIfAbsent(module, m -> new ArrayList<>());
    if (!all.contains(host)) {
      all.add(host);
    }
  }

  private String notes() {
    StringBuilder notes = new StringBuilder();
    for (Health health : processes) {
      if (!health.isHealthy()) {
        notes.append(
            "%n%s: %s".formatted(health.process().name(), String.join(", ", health.trouble())));
      }
      health
          .lost()
          .forEach(
              (url, when) ->
                  notes.append(
                      "%n%s did not reach %s at %s".formatted(health.process().name(), url, when)));
    }
    return notes.isEmpty() ? "" : notes.append("\n").toString();
  }

  private static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append("\n");
    }
    return text.toString();
  }
}
