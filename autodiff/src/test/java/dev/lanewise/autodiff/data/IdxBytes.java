package dev.lanewise.autodiff.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Builds IDX files, well formed or not. */
final class IdxBytes {
  private IdxBytes() {}

  /** The header: 00 00 type rank extents. */
  static byte[] header(int typeCode, int... shape) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length);
    buffer.put((byte) 0).put((byte) 0).put((byte) typeCode).put((byte) shape.length);
    for (int extent : shape) {
      buffer.putInt(extent);
    }
    return buffer.array();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
