package pet.platform.http;

import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Request;

/** What bodies may be like, by the path that they are sent to. */
public final class BodyRules {

  private final BodyRule usual;
  private final PathMappings<BodyRule> others = new PathMappings<>();

  public BodyRules(WebSettings settings) {
    usual = new BodyRule(BodyLimit.DEFAULT, settings.bodyTime().toJavaDuration(), headers -> true);
  }

  /**
   * From now on another rule holds there.
   *
   * @param path a servlet's pattern, such as {@code /webhooks/*}
   */
  public void put(String path, BodyRule rule) {
    others.put(new ServletPathSpec(path), rule);
  }

  BodyRule of(Request request) {
    var match = others.getMatched(Request.getPathInContext(request));
    return match == null ? usual : match.getResource();
  }
}
