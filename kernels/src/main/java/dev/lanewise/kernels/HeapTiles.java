package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;

/**
 * Arrays of each thread through which scalar loops see native memory. Before C2 has compiled a
 * loop, an element of an array costs a tenth of an element of a segment: an access of a segment is
 * a dozen calls, which C1 does not all inline (20 against 2 ns).
 */
final class HeapTiles {
  /** Elements of an array: a power of two, 1,024 unless vectors are wider than 512 bits. */
  static final int SIZE = 16 * Scratch.SLOT;

  private static final int SLOTS = 10;

  private static final ThreadLocal<HeapTiles> TILES = ThreadLocal.withInitial(HeapTiles::new);

  private final Map<TypeKind, Object[]> arrays = new EnumMap<>(TypeKind.class);

  private HeapTiles() {}

  static HeapTiles get() {
    return TILES.get();
  }

  /** Returns the array of a kind and a number of one's own choice, below 10. */
  Object array(TypeKind kind, int slot) {
    Object[] row = arrays.computeIfAbsent(kind, _ -> new Object[SLOTS]);
    if (row[slot] == null) {
      row[slot] = newArray(kind, SIZE);
    }
    return row[slot];
  }

  /** Returns the kind of an array of elements. */
  static TypeKind kind(ElementType type) {
    return switch (type) {
      case F32 -> TypeKind.FLOAT;
      case F64 -> TypeKind.DOUBLE;
      case BF16 -> TypeKind.SHORT;
      case I32 -> TypeKind.INT;
      case I64 -> TypeKind.LONG;
      case BOOL -> TypeKind.BYTE;
    };
  }

  static Object newArray(TypeKind kind, int length) {
    return switch (kind) {
      case BYTE -> new byte[length];
      case SHORT -> new short[length];
      case INT -> new int[length];
      case LONG -> new long[length];
      case FLOAT -> new float[length];
      case DOUBLE -> new double[length];
      case BOOLEAN, CHAR, REFERENCE, VOID ->
          throw new IllegalArgumentException("no elements of kind " + kind);
    };
  }

  /** Returns how elements of a kind lie in memory, of any alignment. */
  static ValueLayout layout(TypeKind kind) {
    return switch (kind) {
      case BYTE -> ValueLayout.JAVA_BYTE;
      case SHORT -> ValueLayout.JAVA_SHORT_UNALIGNED;
      case INT -> ValueLayout.JAVA_INT_UNALIGNED;
      case LONG -> ValueLayout.JAVA_LONG_UNALIGNED;
      case FLOAT -> ValueLayout.JAVA_FLOAT_UNALIGNED;
      case DOUBLE -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
      case BOOLEAN, CHAR, REFERENCE, VOID ->
          throw new IllegalArgumentException("no elements of kind " + kind);
    };
  }
}
