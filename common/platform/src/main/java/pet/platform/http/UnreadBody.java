package pet.platform.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.io.IOException;

/**
 * Reads what an early answer (a 401, a 404) left of the request's body, so that the connection can
 * carry the next request. The server would else cut it after the answer, and a client that has
 * already sent its next request on it would see that one fail. A rest that is too long is not read:
 * the answer then says that the connection ends.
 */
public final class UnreadBody implements ContainerResponseFilter {

  private static final int WORTH_READING = 64 * 1024;

  // The server's own stream: Jersey's may be closed, or capped, with bytes still to come.
  @Context private HttpServletRequest servlet;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // A client that asked before it sends is not asked to send what nobody wants.
    boolean waitsForUs = request.getHeaderString("Expect") != null && response.getStatus() >= 400;
    boolean ends = response.getHeaders().containsKey("Connection");
    if (!ends && (waitsForUs || !readToTheEnd())) {
      response.getHeaders().putSingle("Connection", "close");
    }
  }

  private boolean readToTheEnd() {
    byte[] buffer = new byte[4096];
    int left = WORTH_READING;
    try {
      ServletInputStream body = servlet.getInputStream();
      while (left > 0 && !body.isFinished()) {
        int n = body.read(buffer, 0, Math.min(buffer.length, left));
        if (n < 0) {
          return true;
        }
        left -= n;
      }
      return body.isFinished();
    } catch (IOException | IllegalStateException e) {
      // Broken off: nothing more can follow on this connection.
      return false;
    }
  }
}
