package pet.analytics.rollup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Counts as bytes, in stores and between the stages: a version, the source partition that counted,
 * and the counts.
 */
final class Partial {

  private static final int VERSION = 1;

  private Partial() {}

  static byte[] write(int partition, Counts<?> counts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(partition);
      counts.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static <C extends Counts<C>> C read(byte[] bytes, Rollup<C> rollup) {
    try (DataInputStream in = open(bytes)) {
      in.readInt();
      return rollup.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a partition's counts of a window are those from before what it told otherwise. */
  static <C extends Counts<C>> boolean isOlder(byte[] bytes, byte[] than, Rollup<C> rollup) {
    return read(bytes, rollup).size() < read(than, rollup).size();
  }

  static int partition(byte[] bytes) {
    try (DataInputStream in = open(bytes)) {
      return in.readInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("counts of version " + version);
    }
    return in;
  }
}
