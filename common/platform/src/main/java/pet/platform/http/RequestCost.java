package pet.platform.http;

import java.util.Optional;
import pet.platform.limit.Cost;

/** What a request costs, by its method and path. */
public final class RequestCost {

  private RequestCost() {}

  /**
   * Empty for what no client's limit is about: webhooks, which their senders would lose and which
   * have a limit of how many wait; calls of our own processes; probes.
   *
   * @param path decoded, without parameters
   */
  public static Optional<Cost> of(String method, String path) {
    if (path.startsWith("/webhooks/")
        || path.startsWith("/internal/")
        || path.equals("/healthz")
        || path.equals("/ready")) {
      return Optional.empty();
    }
    if (path.startsWith("/api/previews/")
        || path.equals("/api/previews")
        || (path.startsWith("/api/designs/") && path.contains("/preview."))) {
      return Optional.of(Cost.PICTURES);
    }
    // A slash at the end leads to the same.
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (plain.equals("/api/users/me/export")
        || (plain.equals("/api/users/me") && method.equals("DELETE"))) {
      return Optional.of(Cost.EXPORTS);
    }
    return Optional.of(
        switch (method) {
          case "GET", "HEAD", "OPTIONS" -> Cost.READS;
          default -> plain.equals("/api/designs/quote") ? Cost.READS : Cost.WRITES;
        });
  }
}
