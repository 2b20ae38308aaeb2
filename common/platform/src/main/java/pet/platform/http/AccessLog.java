package pet.platform.http;

import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import pet.platform.Trace;

/**
 * A line for each request: who, what, status, bytes, time, trace. Paths, never query strings: an
 * email may be in one. A path that is a secret itself is told without it.
 */
final class AccessLog implements RequestLog {

  private static final Pattern SECRET = Pattern.compile("/(track|shared)/[^/]+");

  private final Consumer<String> lines;

  AccessLog(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void log(Request request, Response response) {
    String trace = request.getHeaders().get(Trace.HEADER);
    lines.accept(
        Request.getRemoteAddr(request)
            + " \""
            + request.getMethod()
            + ' '
            + path(request.getHttpURI().getPath())
            + "\" "
            + response.getStatus()
            + ' '
            + Response.getContentBytesWritten(response)
            + ' '
            + NanoTime.millisSince(request.getBeginNanoTime())
            + " ms "
            + (trace == null ? "-" : trace));
  }

  private static String path(String path) {
    return path != null && (path.contains("/track/") || path.contains("/shared/"))
        ? SECRET.matcher(path).replaceAll("/$1/-")
        : path;
  }
}
