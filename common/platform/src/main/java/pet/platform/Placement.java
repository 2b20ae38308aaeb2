package pet.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.URI;
import java.util.Optional;

/**
 * Where a module runs, as seen from one process: {@code local}, {@code off}, or the URL of a
 * process that hosts it.
 */
public record Placement(Kind kind, URI url) {

  public enum Kind {
    LOCAL,
    REMOTE,
    OFF
  }

  public static final Placement LOCAL = new Placement(Kind.LOCAL, null);
  public static final Placement OFF = new Placement(Kind.OFF, null);

  /** Reads one line of the module map. */
  @JsonCreator
  public static Placement parse(String text) {
    return switch (text) {
      case "local" -> LOCAL;
      case "off" -> OFF;
      default -> new Placement(Kind.REMOTE, httpUrl(text));
    };
  }

  /** YAML reads a bare {@code off} as false. */
  @JsonCreator
  static Placement parse(boolean on) {
    if (on) {
      throw notUnderstood("on", null);
    }
    return OFF;
  }

  private static URI httpUrl(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw notUnderstood(text, e);
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw notUnderstood(text, null);
    }
    return uri;
  }

  private static IllegalArgumentException notUnderstood(String text, Exception cause) {
    return new IllegalArgumentException(
        "a module is 'local', 'off' or an http(s) URL, not '" + text + "'", cause);
  }

  public boolean isLocal() {
    return kind == Kind.LOCAL;
  }

  public Optional<URI> remoteUrl() {
    return Optional.ofNullable(url);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case LOCAL -> "local";
      case OFF -> "off";
      case REMOTE -> url.toString();
    };
  }
}
