package dev.lanewise.autodiff.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads IDX files, the format of MNIST and its relatives, gzipped or not.
 *
 * <p>An IDX file is two zero bytes, an element type, a rank, that many big-endian extents of 32
 * bits, then the elements in row-major order (Y. LeCun, C. Cortes and C. Burges, "The MNIST
 * database of handwritten digits"). Whether a file is gzipped is told by its first two bytes, never
 * by its name.
 *
 * <p>Files are not trusted: nothing is allocated on a header's word. Elements of a plain file are
 * allocated when the file is as long as its header says; those of a gzipped one grow with the bytes
 * that really come out of it, up to the declared size. Bytes behind the last gzip member are
 * ignored, as gzip itself does.
 */
public final class Idx {
  private static final int GZIP_MAGIC_0 = 0x1f;
  private static final int GZIP_MAGIC_1 = 0x8b;

  /** No deflate stream expands further: 258 bytes from 2 bits (zlib's technical details). */
  private static final long MAX_DEFLATE_RATIO = 1032;

  private static final int BUFFER_BYTES = 1 << 16;

  private Idx() {}

  /**
   * Reads a file whose elements take at most a third of the largest Java heap, which leaves room
   * for the bytes that are being converted.
   *
   * @throws IdxException if the file is missing, unreadable, malformed, truncated, followed by
   *     other data, or larger than that
   */
  public static IdxArray read(Path file) throws IdxException {
    return read(file, Runtime.getRuntime().maxMemory() / 3);
  }

  /**
   * Reads a file whose elements take at most {@code maxBytes}.
   *
   * @throws IllegalArgumentException if {@code maxBytes} is negative
   * @throws IdxException if the file is missing, unreadable, malformed, truncated, followed by
   *     other data, or larger than that
   */
  public static IdxArray read(Path file, long maxBytes) throws IdxException {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("[idx] negative limit: " + maxBytes + " bytes");
    }
    String name = file.toString();
    requireRegularFile(file, name);
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      return read(raw, name, Files.size(file), maxBytes);
    } catch (IdxException e) {
      throw e;
    } catch (IOException e) {
      throw new IdxException(name, "cannot be read: " + reason(e), e);
    }
  }

  /** Reads {@code raw}, which must support mark and reset and hold {@code length} bytes. */
  static IdxArray read(InputStream raw, String name, long length, long maxBytes)
      throws IdxException {
    try {
      if (!isGzip(raw)) {
        return new IdxReader(raw, name, length, true, maxBytes).read();
      }
      long bound = Math.min(length, Long.MAX_VALUE / MAX_DEFLATE_RATIO) * MAX_DEFLATE_RATIO;
      try (InputStream inflated = new GZIPInputStream(raw, BUFFER_BYTES)) {
        return new IdxReader(inflated, name, bound, false, maxBytes).read();
      }
    } catch (IdxException e) {
      throw e;
    } catch (IOException e) {
      throw new IdxException(name, "damaged gzip header: " + reason(e), e);
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
    in.reset();
    return gzip;
  }

  private static void requireRegularFile(Path file, String name) throws IdxException {
    if (Files.isRegularFile(file)) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new IdxException(name, "expected an IDX file, found a directory", null);
    }
    if (Files.exists(file)) {
      throw new IdxException(name, "expected an IDX file, found a device, pipe or socket", null);
    }
    throw new IdxException(name, "no such file", null);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
