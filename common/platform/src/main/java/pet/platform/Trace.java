package pet.platform;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * What a request and all that it causes in other processes have in common: a W3C trace context.
 * Every request has one, its client's or a new one; log lines carry its id.
 *
 * @param traceId 32 hex digits, the same in every process
 * @param spanId 16 hex digits: this process's part
 * @param flags 2 hex digits, passed on
 */
public record Trace(String traceId, String spanId, String flags) {

  /** The header that carries it. */
  public static final String HEADER = "traceparent";

  /** Its id's name in log lines. */
  public static final String MDC_KEY = "trace";

  private static final Pattern FORMAT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);
  private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();

  /** Of the work that this thread does now, if it has one. */
  public static Optional<Trace> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Of this thread's work, else a new one: for what calls another process. */
  public static Trace currentOrNew() {
    return current().orElseGet(Trace::create);
  }

  /** A trace that begins here. */
  public static Trace create() {
    return new Trace(random(16), random(8), "00");
  }

  /** This process's part of the trace that the header tells, or a new one where it tells none. */
  public static Trace continuing(String header) {
    return parse(header)
        .map(theirs -> new Trace(theirs.traceId, random(8), theirs.flags))
        .orElseGet(Trace::create);
  }

  private static Optional<Trace> parse(String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher m = FORMAT.matcher(header.strip().toLowerCase(Locale.ROOT));
    // Version 00 ends with the flags; a later one may go on; ff is none.
    if (!m.matches()
        || m.group(1).equals("ff")
        || (m.group(1).equals("00") && m.group(5) != null)
        || m.group(2).equals(NO_TRACE)
        || m.group(3).equals(NO_SPAN)) {
      return Optional.empty();
    }
    return Optional.of(new Trace(m.group(2), m.group(3), m.group(4)));
  }

  private static String random(int bytes) {
    byte[] id = new byte[bytes];
    // An all-zero id is not one; the odds are 2^-64.
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** The header's value, for a call that this trace's work makes. */
  public String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  /** Makes it this thread's, until closed. */
  public Scope open() {
    Trace before = CURRENT.get();
    set(this);
    return () -> set(before);
  }

  private static void set(Trace trace) {
    if (trace == null) {
      CURRENT.remove();
      MDC.remove(MDC_KEY);
    } else {
      CURRENT.set(trace);
      MDC.put(MDC_KEY, trace.traceId);
    }
  }

  /** How long a trace is a thread's. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
