package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import jdk.incubator.vector.VectorShape;

/**
 * Additions of one row of a window. Offsets and steps are in bytes; the caller has checked them.
 */
final class ScatterRows {
  /** Shorter rows are added element by element. */
  private static final long SHORTEST_BYTES =
      VectorShape.preferredShape().vectorBitSize() / Byte.SIZE;

  /** Elementwise addition for each type that has it. */
  private static final Map<ElementType, BinaryLoop> ADDITIONS = additions();

  private ScatterRows() {}

  private static Map<ElementType, BinaryLoop> additions() {
    BinaryTable.Row row = BinaryTable.row(BinaryOperation.ADD);
    Map<ElementType, BinaryLoop> loops = new EnumMap<>(ElementType.class);
    for (ElementType type : ElementType.values()) {
      BinaryLoop loop = row.loop(type, VectorShape.preferredShape(), false, false);
      if (loop != null) {
        loops.put(type, loop);
      }
    }
    return loops;
  }

  /** Adds {@code n} elements of the updates to the operand. */
  static void add(
      ElementType type,
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    int width = type.byteWidth();
    if (operandStep == width && updateStep == width && n * width >= SHORTEST_BYTES) {
      BinaryLoop loop = Objects.requireNonNull(ADDITIONS.get(type));
      for (long done = 0; done < n; done += Elementwise.CHUNK) {
        int count = (int) Math.min(n - done, Elementwise.CHUNK);
        long at = o + done * width;
        loop.run(operand, at, updates, u + done * width, operand, at, count);
      }
      return;
    }
    for (long k = 0; k < n; k++) {
      addOne(type, operand, o + k * operandStep, updates, u + k * updateStep);
    }
  }

  private static void addOne(
      ElementType type, MemorySegment operand, long at, MemorySegment updates, long from) {
    switch (type) {
      case F32 -> {
        float update = updates.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from);
        float sum = operand.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at) + update;
        operand.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, sum);
      }
      case F64 -> {
        double update = updates.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, from);
        double sum = operand.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at) + update;
        operand.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, sum);
      }
      case I32 -> {
        int update = updates.get(ValueLayout.JAVA_INT_UNALIGNED, from);
        int sum = operand.get(ValueLayout.JAVA_INT_UNALIGNED, at) + update;
        operand.set(ValueLayout.JAVA_INT_UNALIGNED, at, sum);
      }
      case I64 -> {
        long update = updates.get(ValueLayout.JAVA_LONG_UNALIGNED, from);
        long sum = operand.get(ValueLayout.JAVA_LONG_UNALIGNED, at) + update;
        operand.set(ValueLayout.JAVA_LONG_UNALIGNED, at, sum);
      }
      case BF16, BOOL -> throw new IllegalArgumentException("[scatterAdd] no addition of " + type);
    }
  }
}
