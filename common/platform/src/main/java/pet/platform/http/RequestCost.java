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
    if (path.equals("/api/users/me/export")
        || (path.equals("/api/users/me") && method.equals("DELETE"))) {
      return Optional.of(Cost.EXPORTS);
    }
    return Optional.of(
        switch (method) {
          case "GET", "HEAD", "OPTIONS" -> Cost.READS;
          default -> path.equals("/api/designs/quote") ? Cost.READS : Cost.WRITES;
        });
  }
}
