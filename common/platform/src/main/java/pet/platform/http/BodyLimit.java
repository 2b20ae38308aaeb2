package pet.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Refuses a body past its cap with 413: at once where its length is told, else while it is read. A
 * compressed body is counted as inflated, so a small bomb is no way around.
 */
public final class BodyLimit implements ContainerRequestFilter {

  /** 64 KiB: no JSON of ours comes near. */
  public static final long DEFAULT = 64 * 1024;

  /** By resource method: to look annotations up for each request takes longer than the rest. */
  private final Map<Method, Long> limits = new ConcurrentHashMap<>();

  @Override
  public void filter(ContainerRequestContext request) {
    long told = told(request);
    if (told == 0) {
      return;
    }
    ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
    long limit =
        matched == null
            ? DEFAULT
            : limits.computeIfAbsent(
                matched.getInvocable().getHandlingMethod(), BodyLimit::limitOf);
    if (told > limit) {
      throw tooLarge(limit);
    }
    request.setEntityStream(new Capped(request.getEntityStream(), limit));
  }

  private static long limitOf(Method method) {
    MaxBody own = method.getAnnotation(MaxBody.class);
    return own == null ? DEFAULT : own.value();
  }

  /** Not by getLength(), for which a length past 2 GiB is no number. */
  private static long told(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static DomainException tooLarge(long limit) {
    return new DomainException(
        ProblemCode.TOO_LARGE, "The body may have at most " + limit + " bytes.", List.of(), null);
  }

  private interface Reading {
    int read() throws IOException;
  }

  private static final class Capped extends FilterInputStream {
    private final long limit;
    private long read;

    Capped(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = inflated(super::read);
      if (b >= 0) {
        count(1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = inflated(() -> super.read(buffer, offset, length));
      if (n > 0) {
        count(n);
      }
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** What the server throws of a body that is not what its Content-Encoding says. */
    private static int inflated(Reading reading) throws IOException {
      try {
        return reading.read();
      } catch (RuntimeException e) {
        if (e.getCause() instanceof ZipException) {
          throw new DomainException(
              ProblemCode.MALFORMED_BODY, "The body is not gzip.", List.of(), e);
        }
        throw e;
      }
    }

    private void count(int n) {
      read += n;
      if (read > limit) {
        throw tooLarge(limit);
      }
    }
  }
}
