package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the scalar twins of reductions share: the operator over arrays, and arrays filled from
 * memory and with the identity.
 */
final class ScalarCombiner {
  private record Key(Reduction reduction, ElementType type) {}

  private static final ConcurrentMap<Key, ArrayLoop> LOOPS = new ConcurrentHashMap<>();

  private final TypeKind kind;
  private final ValueLayout layout;
  private final ArrayLoop loop;
  private final Object identity;
  private final int lanes;
  private final boolean leavesBits;

  ScalarCombiner(Reduction reduction, ElementType type, int lanes) {
    this.kind = HeapTiles.kind(type);
    this.layout = HeapTiles.layout(kind);
    this.loop =
        LOOPS.computeIfAbsent(
            new Key(reduction, type),
            _ -> ArrayLoopGenerator.generate(reduction.operator(type), kind));
    this.identity = identity(type, reduction.identity(type), lanes);
    this.lanes = lanes;
    this.leavesBits = reduction.leavesBits(type);
  }

  private static Object identity(ElementType type, long bits, int lanes) {
    Object array = HeapTiles.newArray(HeapTiles.kind(type), lanes);
    switch (array) {
      case float[] floats -> Arrays.fill(floats, Float.intBitsToFloat((int) bits));
      case double[] doubles -> Arrays.fill(doubles, Double.longBitsToDouble(bits));
      case int[] ints -> Arrays.fill(ints, (int) bits);
      case long[] longs -> Arrays.fill(longs, bits);
      case byte[] bytes -> Arrays.fill(bytes, (byte) bits);
      default -> throw new IllegalArgumentException("[reduce] no reduction of " + type);
    }
    return array;
  }

  /** Returns the number of lanes of the vectors whose order of combination is kept. */
  int lanes() {
    return lanes;
  }

  int width() {
    return (int) layout.byteSize();
  }

  Object array(HeapTiles tiles, int slot) {
    return tiles.array(kind, slot);
  }

  /** Copies {@code n} elements from memory to an array. */
  void read(MemorySegment in, long at, Object array, int from, int n) {
    MemorySegment.copy(in, layout, at, array, from, n);
  }

  /** Makes 1 of what is true among the first {@code n} elements, where these are truth values. */
  void normalise(Object array, int n) {
    if (leavesBits) {
      byte[] truth = (byte[]) array;
      for (int i = 0; i < n; i++) {
        truth[i] = (byte) (truth[i] == 0 ? 0 : 1);
      }
    }
  }

  /** Copies the first {@code n} elements of an array to memory. */
  void write(Object array, MemorySegment out, long at, int n) {
    normalise(array, n);
    MemorySegment.copy(array, 0, out, layout, at, n);
  }

  /** Writes the identity into {@code n} elements from {@code from} on. */
  void clear(Object array, int from, int n) {
    for (int done = 0; done < n; done += lanes) {
      System.arraycopy(identity, 0, array, from + done, Math.min(lanes, n - done));
    }
  }

  /** Computes {@code a[i] = a[i] op b[from + i]} for {@code n} elements. */
  void combine(Object a, Object b, int from, int n) {
    combine(a, 0, b, from, n);
  }

  /** Computes {@code a[to + i] = a[to + i] op b[from + i]} for {@code n} elements. */
  void combine(Object a, int to, Object b, int from, int n) {
    loop.run(a, to, b, from, a, to, a, to, n);
  }

  /** Combines the first vector's lanes with each other, by halves, into the first. */
  void fold(Object vector) {
    for (int half = lanes / 2; half > 0; half /= 2) {
      combine(vector, vector, half, half);
    }
  }
}
