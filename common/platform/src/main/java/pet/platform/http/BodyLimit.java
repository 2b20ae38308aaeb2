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

  private static final class Capped extends FilterInputStream {
    private final long limit;
    private long read;

    Capped(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        count(1);
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n > 0) {
        count(n);
      }
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int n) {
      read += n;
      if (read > limit) {
        throw tooLarge(limit);
      }
    }
  }
}
