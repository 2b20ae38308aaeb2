package pet.analytics.rollup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import pet.analytics.rollup.OptionCounts.Options;

/**
 * What is remembered of one revision of a design, in few bytes: there are millions.
 *
 * @param options null until its own event has come
 * @param waiting what was ordered of it until then
 */
record Revision(Options options, List<Ordered> waiting) {

  private static final Revision UNKNOWN = new Revision(null, List.of());

  private static final int OPTIONS = 1;
  private static final int WAITING = 2;

  /** Before each option. */
  private static final int NONE = 0;

  private static final int CHOSEN = 1;

  /** Units that were ordered at one time. */
  record Ordered(long time, long units) {}

  static byte[] of(Options options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(OPTIONS);
      write(options.size(), out);
      write(options.color(), out);
      write(options.hardware(), out);
      write(options.font(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] of(List<Ordered> waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(WAITING);
      out.writeInt(waiting.size());
      for (Ordered order : waiting) {
        out.writeLong(order.time());
        out.writeLong(order.units());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads either of them.
   *
   * @param bytes null if nothing is remembered
   */
  static Revision read(byte[] bytes) {
    if (bytes == null) {
      return UNKNOWN;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readUnsignedByte() == OPTIONS) {
        return new Revision(new Options(read(in), read(in), read(in), read(in)), List.of());
      }
      List<Ordered> waiting = new ArrayList<>();
      for (int n = in.readInt(); n > 0; n--) {
        waiting.add(new Ordered(in.readLong(), in.readLong()));
      }
      return new Revision(null, waiting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String option, DataOutputStream out) throws IOException {
    out.writeByte(option == null ? NONE : CHOSEN);
    if (option != null) {
      out.writeUTF(option);
    }
  }

  private static String read(DataInputStream in) throws IOException {
    return in.readUnsignedByte() == NONE ? null : in.readUTF();
  }
}
