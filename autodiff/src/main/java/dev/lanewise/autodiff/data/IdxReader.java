package dev.lanewise.autodiff.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One pass over an IDX stream. */
final class IdxReader {
  private static final int FIRST_CHUNK_BYTES = 1 << 16;

  /** The largest array HotSpot allocates. */
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private final String name;
  private final long streamBytes;
  private final boolean exactLength;
  private final long maxBytes;
  private long offset;

  /**
   * @param streamBytes how many bytes the stream holds, or at most holds
   * @param exactLength whether {@code streamBytes} is exact
   * @param maxBytes the caller's limit for the elements
   */
  IdxReader(InputStream in, String name, long streamBytes, boolean exactLength, long maxBytes) {
    this.in = in;
    this.name = name;
    this.streamBytes = streamBytes;
    this.exactLength = exactLength;
    this.maxBytes = maxBytes;
  }

  IdxArray read() throws IdxException {
    IdxType type = readType();
    List<Integer> shape = readShape();
    int bytes = elementBytes(type, shape);
    byte[] raw = readElements(bytes, shape, type);
    requireEnd();
    return new IdxArray(type, shape, bytes / type.bytes(), convert(raw, type));
  }

  private IdxType readType() throws IdxException {
    byte[] magic = readExactly(3, "the magic number");
    if (magic[0] != 0 || magic[1] != 0) {
      throw failure(0, "not an IDX file: expected magic 00 00, found " + hex(magic, 0, 2));
    }
    IdxType type = IdxType.ofCode(Byte.toUnsignedInt(magic[2]));
    if (type == null) {
      throw failure(
          2, "unknown element type " + hex(magic, 2, 3) + ", expected 08, 09, 0b, 0c, 0d or 0e");
    }
    return type;
  }

  private List<Integer> readShape() throws IdxException {
    int rank = Byte.toUnsignedInt(readExactly(1, "the number of dimensions")[0]);
    if (rank == 0) {
      throw failure(3, "expected 1 to 255 dimensions, found 0");
    }
    List<Integer> shape = new ArrayList<>(rank);
    for (int axis = 0; axis < rank; axis++) {
      long at = offset;
      int extent = ByteBuffer.wrap(readExactly(4, "the extent of axis " + axis)).getInt();
      if (extent < 0) {
        throw failure(
            at,
            "extent of axis "
                + axis
                + " is "
                + Integer.toUnsignedString(extent)
                + ", expected at most "
                + Integer.MAX_VALUE);
      }
      shape.add(extent);
    }
    return shape;
  }

  /** The declared size in bytes, once it is known to fit an array, the limit and the stream. */
  private int elementBytes(IdxType type, List<Integer> shape) throws IdxException {
    long bytes = shape.contains(0) ? 0 : type.bytes();
    for (int axis = 0; axis < shape.size() && bytes <= MAX_ARRAY_BYTES; axis++) {
      bytes *= shape.get(axis);
    }
    long limit = Math.min(maxBytes, MAX_ARRAY_BYTES);
    if (bytes > limit) {
      throw failure(4, declared(shape, type) + " are too many: the limit is " + limit + " bytes");
    }
    long available = streamBytes - offset;
    if (exactLength && bytes < available) {
      throw trailing(offset + bytes);
    }
    if (bytes > available) {
      throw truncated(shape, type, (exactLength ? "only " : "at most ") + available);
    }
    return (int) bytes;
  }

  private byte[] readElements(int bytes, List<Integer> shape, IdxType type) throws IdxException {
    byte[] raw = new byte[exactLength ? bytes : Math.min(bytes, FIRST_CHUNK_BYTES)];
    int filled = 0;
    while (true) {
      int read = fill(raw, filled);
      filled += read;
      offset += read;
      if (filled < raw.length) {
        throw truncated(shape, type, "only " + filled);
      }
      if (filled == bytes) {
        return raw;
      }
      raw = Arrays.copyOf(raw, (int) Math.min(bytes, 2L * raw.length));
    }
  }

  private void requireEnd() throws IdxException {
    if (fill(new byte[1], 0) != 0) {
      throw trailing(offset);
    }
  }

  private byte[] readExactly(int count, String what) throws IdxException {
    byte[] bytes = new byte[count];
    int read = fill(bytes, 0);
    if (read < count) {
      throw failure(offset + read, "the file ends inside " + what);
    }
    offset += count;
    return bytes;
  }

  /** Fills {@code target} from {@code from} on; returns how many bytes came before the end. */
  private int fill(byte[] target, int from) throws IdxException {
    try {
      return in.readNBytes(target, from, target.length - from);
    } catch (EOFException e) {
      throw new IdxException(name, offset, "the gzip stream is cut short", e);
    } catch (IOException e) {
      throw new IdxException(name, offset, "damaged data: " + e.getMessage(), e);
    }
  }

  private static Object convert(byte[] raw, IdxType type) {
    ByteBuffer buffer = ByteBuffer.wrap(raw);
    int size = raw.length / type.bytes();
    return switch (type) {
      case UNSIGNED_BYTE, BYTE -> raw;
      case SHORT -> {
        short[] elements = new short[size];
        buffer.asShortBuffer().get(elements);
        yield elements;
      }
      case INT -> {
        int[] elements = new int[size];
        buffer.asIntBuffer().get(elements);
        yield elements;
      }
      case FLOAT -> {
        float[] elements = new float[size];
        buffer.asFloatBuffer().get(elements);
        yield elements;
      }
      case DOUBLE -> {
        double[] elements = new double[size];
        buffer.asDoubleBuffer().get(elements);
        yield elements;
      }
    };
  }

  private IdxException truncated(List<Integer> shape, IdxType type, String found) {
    return failure(offset, declared(shape, type) + " expected, " + found + " bytes are there");
  }

  private IdxException trailing(long at) {
    return failure(at, "expected the end of the file after the elements, found more data");
  }

  private IdxException failure(long at, String problem) {
    return new IdxException(name, at, problem, null);
  }

  private static String declared(List<Integer> shape, IdxType type) {
    String extents = shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    return extents + " elements of " + type.bytes() + (type.bytes() == 1 ? " byte" : " bytes");
  }

  private static String hex(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : " ").append(String.format("%02x", bytes[i]));
    }
    return text.toString();
  }
}
