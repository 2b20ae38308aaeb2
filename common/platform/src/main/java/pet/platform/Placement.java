package pet.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a module runs, as seen from one process: {@code local}, {@code off}, or the URLs of the
 * processes that host it.
 *
 * @param urls of its replicas, for {@link Kind#REMOTE}: at least one, none twice; else empty
 */
public record Placement(Kind kind, List<URI> urls) {

  public enum Kind {
    LOCAL,
    REMOTE,
    OFF
  }

  public static final Placement LOCAL = new Placement(Kind.LOCAL, List.of());
  public static final Placement OFF = new Placement(Kind.OFF, List.of());

  public Placement {
    urls = List.copyOf(urls);
  }

  /**
   * Reads one line of the module map: a word, a URL, or URLs as a list or separated by commas (as
   * an environment variable has them).
   */
  static Placement of(JsonNode value) {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(url -> texts.add(url.isTextual() ? url.textValue() : url.toString()));
      return remote(texts);
    }
    // YAML reads a bare off as false.
    return value.isBoolean() && !value.booleanValue() ? OFF : parse(value.asText());
  }

  /** As {@link #of} reads a text. */
  public static Placement parse(String text) {
    return switch (text.strip()) {
      case "local" -> LOCAL;
      case "off" -> OFF;
      default -> remote(List.of(text.split(",", -1)));
    };
  }

  private static Placement remote(List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a list of URLs has at least one");
    }
    List<URI> urls = new ArrayList<>();
    for (String text : texts) {
      URI url = httpUrl(text.strip());
      if (urls.contains(url)) {
        throw new IllegalArgumentException(url + " stands there twice");
      }
      urls.add(url);
    }
    return new Placement(Kind.REMOTE, urls);
  }

  private static URI httpUrl(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw notUnderstood(text, e);
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare =
        uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
    boolean rooted = "".equals(uri.getRawPath()) || "/".equals(uri.getRawPath());
    if (!web || !bare || !rooted || uri.getHost() == null) {
      throw notUnderstood(text, null);
    }
    // Without the slash, so that the same process has one name here.
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static IllegalArgumentException notUnderstood(String text, Exception cause) {
    return new IllegalArgumentException(
        "a module is 'local', 'off' or http(s) URLs without a path, not '"
            + text.replaceAll("[^/,]*@", "…@")
            + "'",
        cause);
  }

  public boolean isLocal() {
    return kind == Kind.LOCAL;
  }

  /** As in configuration. */
  @Override
  public String toString() {
    return switch (kind) {
      case LOCAL -> "local";
      case OFF -> "off";
      case REMOTE -> urls.stream().map(URI::toString).collect(Collectors.joining(","));
    };
  }
}
