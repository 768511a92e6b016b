package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@InBothForms
class ArgReduceTest {
  ArgReduceTest(LoopForm form) {
    form.fix();
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I32", "I64", "BOOL"})
  void agreesWithTheNaiveLoopOverAnyAxis(ElementType type) {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] extents = RandomShapes.extents(random, 20_000);
      if (extents.length == 0) {
        continue;
      }
      int axis = random.nextInt(extents.length);
      extents[axis] = Math.max(1, extents[axis]);
      compare(type, extents, axis, random, "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I32", "I64", "BOOL"})
  void agreesWithTheNaiveLoopAtEveryEdgeSize(ElementType type) {
    SplittableRandom random = new SplittableRandom(9);
    for (long n : RandomShapes.EDGES) {
      if (n > 0) {
        compare(type, new long[] {3, n}, 1, random, "rows of " + n);
        compare(type, new long[] {2, n, 3}, 1, random, n + " rows of 3");
      }
      compare(type, new long[] {3, n}, 0, random, "3 rows of " + n);
    }
    compare(type, new long[] {20_000}, 0, random, "five blocks");
  }

  private static void compare(
      ElementType type, long[] extents, int axis, SplittableRandom random, String label) {
    ElementType indexType = random.nextBoolean() ? ElementType.I32 : ElementType.I64;
    boolean max = random.nextBoolean();
    ArgReducePlan plan =
        max
            ? ArgReduce.argMax(type, indexType, extents, axis)
            : ArgReduce.argMin(type, indexType, extents, axis);
    boolean[] reduced = new boolean[extents.length];
    reduced[axis] = true;
    long[] kept = TypedValues.keep(extents, reduced);
    int outCount = (int) RandomShapes.count(kept);
    long count = RandomShapes.count(extents);
    int kind = random.nextInt(3);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(count * type.byteWidth(), 8);
      MemorySegment out = arena.allocate((long) outCount * indexType.byteWidth(), 8);
      MemorySegment scratch = arena.allocate(plan.scratchBytes() + 8);
      for (long i = 0; i < count; i++) {
        TypedValues.put(type, in, 0, i, value(random, type, kind));
      }
      long[] cuts = RandomShapes.cuts(random, plan.units());
      for (int k = cuts.length - 1; k > 0; k--) {
        plan.run(in, 0, out, 0, scratch, 8, cuts[k - 1], cuts[k]);
      }
      double[] best = new double[outCount];
      long[] expected = new long[outCount];
      Arrays.fill(expected, -1);
      long[] keptStrides = TypedValues.spread(kept, reduced);
      long[] position = {0};
      RandomShapes.forEach(
          extents,
          index -> {
            int o = (int) RandomShapes.dot(index, keptStrides);
            double x = TypedValues.get(type, in, 0, position[0]++);
            boolean better = Double.isNaN(x) || (max ? x > best[o] : x < best[o]);
            if (expected[o] < 0 || (!Double.isNaN(best[o]) && better)) {
              best[o] = x;
              expected[o] = index[axis];
            }
          });
      long[] actual = new long[outCount];
      Arrays.setAll(actual, o -> (long) TypedValues.get(indexType, out, 0, o));
      assertThat(Arrays.mismatch(actual, expected))
          .as(
              "%s: %s %s along %d of %s",
              label, max ? "argMax" : "argMin", type, axis, Arrays.toString(extents))
          .isEqualTo(-1);
    }
  }

  /** Many ties, distinct values, or specials. */
  private static double value(SplittableRandom random, ElementType type, int kind) {
    if (type == ElementType.BOOL) {
      return random.nextInt(9) == 0 ? 1 : 0;
    }
    if (kind == 0) {
      return random.nextInt(-3, 4);
    }
    if (kind == 1 || type == ElementType.I32 || type == ElementType.I64) {
      return random.nextInt(-1_000_000, 1_000_000);
    }
    return switch (random.nextInt(40)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> random.nextBoolean() ? 0.0 : -0.0;
    };
  }

  @Test
  void theFirstNanWinsInAnyBlock() {
    int n = 10_000;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4L * n, 4);
      MemorySegment out = arena.allocate(8, 8);
      TypedValues.put(ElementType.F32, in, 0, 4000, 9);
      TypedValues.put(ElementType.F32, in, 0, 9500, Double.NaN);
      TypedValues.put(ElementType.F32, in, 0, 5000, Double.NaN);
      long[] shape = {n};
      ArgReduce.argMax(ElementType.F32, ElementType.I64, shape, 0).run(in, 0, out, 0);
      assertThat(TypedValues.get(ElementType.I64, out, 0, 0)).isEqualTo(5000);
      TypedValues.put(ElementType.F32, in, 0, 5000, 0);
      ArgReduce.argMin(ElementType.F32, ElementType.I64, shape, 0).run(in, 0, out, 0);
      assertThat(TypedValues.get(ElementType.I64, out, 0, 0)).isEqualTo(9500);
      TypedValues.put(ElementType.F32, in, 0, 9500, 9);
      ArgReduce.argMax(ElementType.F32, ElementType.I64, shape, 0).run(in, 0, out, 0);
      assertThat(TypedValues.get(ElementType.I64, out, 0, 0)).isEqualTo(4000);
    }
  }

  @Test
  void refusesWhatHasNoExtreme() {
    long[] shape = {2, 0};
    assertThatThrownBy(() -> ArgReduce.argMax(ElementType.F32, ElementType.I32, shape, 1))
        .hasMessage("[argMax] axis 1 of [2, 0] must have at least one element and fit in I32");
    assertThat(ArgReduce.argMin(ElementType.F32, ElementType.I32, shape, 0).units()).isZero();
    assertThatThrownBy(() -> ArgReduce.argMin(ElementType.F32, ElementType.F32, shape, 0))
        .hasMessageContaining("got F32 and F32");
    assertThatThrownBy(() -> ArgReduce.argMin(ElementType.F32, ElementType.I32, shape, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ArgReduce.argMin(ElementType.BOOL, ElementType.I32, new long[] {1L << 31}, 0))
        .isInstanceOf(IllegalArgumentException.class);
    ArgReducePlan plan = ArgReduce.argMax(ElementType.F32, ElementType.I32, new long[] {4}, 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(16, 4);
      MemorySegment out = arena.allocate(4, 4);
      assertThatThrownBy(() -> plan.run(in, 1, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(in, 0, out.asReadOnly(), 0))
          .hasMessage("[argMax] output is read-only");
    }
  }
}
