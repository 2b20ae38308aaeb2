package pet.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import pet.domain.DomainException;
import pet.domain.ProblemCode;

/**
 * Refuses a body past its cap with 413: at once where its length is told, else while it is read. A
 * compressed body is counted as inflated, so a small bomb is no way around.
 */
public final class BodyLimit implements ContainerRequestFilter {

  /** 64 KiB: no JSON of ours comes near. */
  public static final long DEFAULT = 64 * 1024;

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    MaxBody own =
        resource.getResourceMethod() == null
            ? null
            : resource.getResourceMethod().getAnnotation(MaxBody.class);
    long limit = own == null ? DEFAULT : own.value();
    if (request.getLength() > limit) {
      throw tooLarge(limit);
    }
    if (request.hasEntity()) {
      request.setEntityStream(new Capped(request.getEntityStream(), limit));
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
