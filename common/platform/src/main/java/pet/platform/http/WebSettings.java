package pet.platform.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What browsers are told, of every answer, and how long we wait for what they send.
 *
 * @param corsOrigins pages that may call the API from elsewhere, such as {@code
 *     https://shop.example}, separated by commas; none unless told
 * @param hsts how long a browser that came by HTTPS is to come by HTTPS only; a year unless told,
 *     and 0s for never
 * @param bodyTime how long a request's body may take to arrive; 30s unless told
 * @param slowBodies how much of bodies that are waited for is held, all together; 16MiB unless told
 * @param slowSenders how many bodies are waited for at once; 1000 unless told
 */
public record WebSettings(
    String corsOrigins,
    Duration hsts,
    Duration bodyTime,
    DataSize slowBodies,
    Integer slowSenders) {

  public static final WebSettings DEFAULT = new WebSettings(null, null, null, null, null);

  public WebSettings {
    corsOrigins = Optional.ofNullable(corsOrigins).orElse("");
    hsts = Optional.ofNullable(hsts).orElse(Duration.days(365));
    bodyTime = Optional.ofNullable(bodyTime).orElse(Duration.seconds(30));
    slowBodies = Optional.ofNullable(slowBodies).orElse(DataSize.mebibytes(16));
    slowSenders = Optional.ofNullable(slowSenders).orElse(1000);
    positive("bodyTime", bodyTime.toMilliseconds());
    positive("slowBodies", slowBodies.toBytes());
    positive("slowSenders", slowSenders);
    origins(corsOrigins).forEach(WebSettings::check);
  }

  private static void positive(String setting, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be positive");
    }
  }

  Set<String> origins() {
    return origins(corsOrigins).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> origins(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).filter(origin -> !origin.isEmpty());
  }

  /** Scheme, host and port as a browser sends them; a star would be everybody. */
  private static void check(String origin) {
    try {
      URI uri = new URI(origin);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      URI bare = new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
      if (web && uri.getHost() != null && bare.toString().equals(origin)) {
        return;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "corsOrigins must be origins such as https://shop.example, not \"" + origin + "\"");
  }
}
