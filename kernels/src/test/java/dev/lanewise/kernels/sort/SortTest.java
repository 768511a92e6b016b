package dev.lanewise.kernels.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SortTest {
  private static final int[] LENGTHS = {0, 1, 2, 3, 17, 40, 41, 100, 257, 1000, 70_000};

  private static final double[] SPECIAL = {
    Double.NaN,
    -0.0,
    0.0,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE
  };

  private static Number get(ElementType type, MemorySegment memory, long index) {
    return switch (type) {
      case F32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
      case F64 -> memory.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index);
      case I32 -> memory.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index);
      default -> memory.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index);
    };
  }

  private static long bits(ElementType type, MemorySegment memory, long index) {
    return type.byteWidth() == 4
        ? memory.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index)
        : memory.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index);
  }

  private static boolean isNaN(Number x) {
    return Double.isNaN(x.doubleValue()) && (x instanceof Float || x instanceof Double);
  }

  /** The order of Java's own comparisons, except that NaN is last in either direction. */
  private static int compare(Number a, Number b, boolean descending) {
    if (isNaN(a) || isNaN(b)) {
      return Boolean.compare(isNaN(a), isNaN(b));
    }
    int order =
        a instanceof Integer || a instanceof Long
            ? Long.compare(a.longValue(), b.longValue())
            : Double.compare(a.doubleValue(), b.doubleValue());
    return descending ? -order : order;
  }

  private static void fill(SplittableRandom random, ElementType type, MemorySegment memory) {
    long n = memory.byteSize() / type.byteWidth();
    int kind = random.nextInt(4);
    for (long i = 0; i < n; i++) {
      long bits =
          switch (kind) {
            // Any bits: NaNs of all kinds, and keys whose digits all differ.
            case 0 -> random.nextLong();
            // Few values, so that ties abound.
            case 1 -> type.encode(random.nextInt(-3, 4));
            case 2 -> type.encode(SPECIAL[random.nextInt(SPECIAL.length)]);
            default -> type.encode(random.nextDouble(-1e6, 1e6));
          };
      if (type.byteWidth() == 4) {
        memory.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, (int) bits);
      } else {
        memory.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, bits);
      }
    }
  }

  /** Indices of a row in the order in which a stable sort brings them. */
  private static int[] order(ElementType type, MemorySegment in, int row, int n, boolean down) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(
            Comparator.comparing(
                i -> get(type, in, (long) row * n + i), (a, b) -> compare(a, b, down)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "I32", "I64"})
  void sortsStablyInBothDirections(ElementType type) {
    for (int n : LENGTHS) {
      for (long seed = 0; seed < (n > 2000 ? 1 : 12); seed++) {
        SplittableRandom random = new SplittableRandom(seed * 31 + n);
        int rows = 1 + random.nextInt(3);
        boolean descending = random.nextBoolean();
        SortPlan plan = Sort.plan(type, rows, n, descending);
        long bytes = (long) rows * n * type.byteWidth();
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment in = arena.allocate(bytes + 4, 8).asSlice(4);
          fill(random, type, in);
          MemorySegment out = arena.allocate(bytes + 4, 8);
          MemorySegment indices = arena.allocate(8L * rows * n, 8);
          ElementType indexType = random.nextBoolean() ? ElementType.I32 : ElementType.I64;
          MemorySegment memory = arena.allocate(plan.workspaceBytes() + 4, 8).fill((byte) -1);
          MemorySegment keys = arena.allocate(bytes, 8).copyFrom(in);
          int valueWidth = 1 << random.nextInt(4);
          MemorySegment values = arena.allocate((long) rows * n * valueWidth, 8);
          for (long i = 0; i < values.byteSize(); i++) {
            values.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
          }
          MemorySegment before = arena.allocate(values.byteSize(), 8).copyFrom(values);
          int cut = random.nextInt(rows + 1);
          plan.sort(in, 0, out, 4, memory, 4, cut, rows);
          plan.sort(in, 0, out, 4, memory, 4, 0, cut);
          plan.argSort(in, 0, indexType, indices, 0, memory, 4, 0, rows);
          plan.sortPairs(keys, 0, valueWidth, values, 0, keys, 0, values, 0, memory, 4, 0, rows);
          MemorySegment start = out.asSlice(4);
          for (int row = 0; row < rows; row++) {
            int[] expected = order(type, in, row, n, descending);
            for (int i = 0; i < n; i++) {
              long place = (long) row * n + i;
              long source = (long) row * n + expected[i];
              boolean same =
                  get(indexType, indices, place).longValue() == expected[i]
                      && bits(type, keys, place) == bits(type, in, source)
                      // Boxed numbers are equal if they have the same bits, or are both NaN.
                      && get(type, start, place).equals(get(type, in, source));
              for (int b = 0; b < valueWidth; b++) {
                same &=
                    values.get(ValueLayout.JAVA_BYTE, place * valueWidth + b)
                        == before.get(ValueLayout.JAVA_BYTE, source * valueWidth + b);
              }
              if (!same) {
                fail("%s, seed %d, element %d", plan, seed, place);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "I32", "I64"})
  void selectsTheFirstWithTiesByTheLowestIndex(ElementType type) {
    for (int n : LENGTHS) {
      for (long seed = 0; seed < (n > 2000 ? 1 : 6); seed++) {
        SplittableRandom random = new SplittableRandom(seed * 37 + n);
        int k = seed == 0 ? n : random.nextInt(Math.min(n, 50) + 1);
        boolean descending = random.nextInt(3) > 0;
        TopKPlan plan = Sort.topK(type, 2, n, k, descending);
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment in = arena.allocate(2L * n * type.byteWidth(), 8);
          fill(random, type, in);
          MemorySegment values = arena.allocate(2L * k * type.byteWidth(), 8);
          MemorySegment indices = arena.allocate(2L * k * 4, 8);
          MemorySegment memory = arena.allocate(plan.workspaceBytes(), 8);
          plan.run(in, 0, values, 0, ElementType.I32, indices, 0, memory, 0, 1, 2);
          plan.run(in, 0, values, 0, ElementType.I32, indices, 0, memory, 0, 0, 1);
          for (int row = 0; row < 2; row++) {
            int[] expected = order(type, in, row, n, descending);
            for (int i = 0; i < k; i++) {
              long place = (long) row * k + i;
              if (indices.getAtIndex(ValueLayout.JAVA_INT, place) != expected[i]
                  || bits(type, values, place) != bits(type, in, (long) row * n + expected[i])) {
                fail("%s, seed %d, element %d", plan, seed, i);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void zerosAndNotANumberHaveTheirPlaces() {
    float nan = Float.NaN;
    assertThat(sorted(false, nan, 1, 0f, -0f, Float.NEGATIVE_INFINITY, 0f))
        .containsExactly(Float.NEGATIVE_INFINITY, -0f, 0f, 0f, 1, nan);
    assertThat(sorted(true, nan, 1, -0f, 0f, -5, -0f)).containsExactly(1, 0f, -0f, -0f, -5, nan);
  }

  private static float[] sorted(boolean descending, float... x) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_FLOAT, x);
      SortPlan plan = Sort.plan(ElementType.F32, 1, x.length, descending);
      plan.sort(in, 0, in, 0, arena.allocate(plan.workspaceBytes(), 8), 0, 0, 1);
      return in.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  @Test
  void refusesWhatItCannotSort() {
    assertThatThrownBy(() -> Sort.plan(ElementType.BOOL, 1, 1, false))
        .hasMessage("[sort] expected F32, F64, I32 or I64, got BOOL");
    assertThatThrownBy(() -> Sort.plan(ElementType.F32, 1, 1L << 31, false))
        .hasMessage("[sort] rows have at most 2147483639 elements, got 2147483648");
    assertThatThrownBy(() -> Sort.plan(ElementType.F32, -1, 1, false))
        .hasMessage("[sort] rows must be at least 0, got -1");
    assertThatThrownBy(() -> Sort.plan(ElementType.F32, 1L << 40, 1 << 30, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sort.topK(ElementType.F32, 1, 3, 4, false))
        .hasMessage("[topK] k must be in [0, 3], got 4");
    SortPlan plan = Sort.plan(ElementType.F32, 2, 4, false);
    TopKPlan top = Sort.topK(ElementType.F32, 2, 4, 2, true);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(32, 8);
      MemorySegment out = arena.allocate(40, 8);
      MemorySegment memory = arena.allocate(plan.workspaceBytes(), 8);
      assertThatThrownBy(() -> plan.sort(in, 4, out, 0, memory, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[sort] input needs 32 bytes from offset 4, its segment has 32 bytes");
      assertThatThrownBy(() -> plan.sort(in, 0, out, 12, memory, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.sort(out, 0, out, 4, memory, 0, 0, 2))
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> plan.sort(in, 0, out, 0, memory, 8, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.sort(memory, 0, out, 0, memory, 0, 0, 2))
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> plan.sort(in, 0, out, 0, memory, 0, 1, 3))
          .hasMessage("[sort] rows [1, 3) lie outside [0, 2)");
      assertThatThrownBy(() -> plan.sort(in, 0, out.asReadOnly(), 0, memory, 0, 0, 2))
          .hasMessage("[sort] output is read-only");
      assertThatThrownBy(() -> plan.argSort(in, 0, ElementType.F32, out, 0, memory, 0, 0, 2))
          .hasMessage("[sort] indices must be I32 or I64, got F32");
      assertThatThrownBy(() -> plan.argSort(in, 0, ElementType.I64, out, 0, memory, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.sortPairs(in, 0, 3, out, 0, in, 0, out, 0, memory, 0, 0, 2))
          .hasMessage("[sort] values must have 1, 2, 4 or 8 bytes, got 3");
      assertThatThrownBy(() -> plan.sortPairs(in, 0, 4, in, 0, in, 0, out, 0, memory, 0, 0, 2))
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> top.run(in, 0, in, 0, ElementType.I32, out, 0, memory, 0, 0, 2))
          .hasMessageContaining("overlap");
      assertThatThrownBy(
              () ->
                  top.run(
                      MemorySegment.ofArray(new float[8]),
                      0,
                      out,
                      0,
                      ElementType.I32,
                      out,
                      16,
                      memory,
                      0,
                      0,
                      2))
          .hasMessage("[topK] input must be a native segment, got a heap segment");
    }
  }
}
