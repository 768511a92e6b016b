package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@InBothForms
class ReduceTest {
  ReduceTest(LoopForm form) {
    form.fix();
  }

  static List<Arguments> reductions() {
    List<Arguments> all = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      for (Reduction reduction : Reduction.values()) {
        if (reduction.supports(type)) {
          all.add(Arguments.of(reduction, type));
        }
      }
    }
    return all;
  }

  @Test
  void everyTypeHasItsReductions() {
    assertThat(reductions()).hasSize(4 + 4 + 6 + 6 + 4);
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void agreesWithTheNaiveLoopOverAnyAxes(Reduction reduction, ElementType type) {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] extents = RandomShapes.extents(random, 30_000);
      boolean[] reduced = new boolean[extents.length];
      for (int axis = 0; axis < extents.length; axis++) {
        reduced[axis] = random.nextBoolean();
      }
      compare(reduction, type, extents, reduced, random, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void agreesWithTheNaiveLoopAtEveryEdgeSize(Reduction reduction, ElementType type) {
    SplittableRandom random = new SplittableRandom(1);
    for (long n : RandomShapes.EDGES) {
      compare(reduction, type, new long[] {n}, new boolean[] {true}, random, "all of " + n);
      compare(
          reduction, type, new long[] {3, n}, new boolean[] {false, true}, random, "rows of " + n);
      compare(
          reduction,
          type,
          new long[] {n, 3},
          new boolean[] {true, false},
          random,
          n + " rows of 3");
      compare(
          reduction,
          type,
          new long[] {2, 11, n},
          new boolean[] {false, true, false},
          random,
          "11 rows of " + n);
    }
    compare(reduction, type, new long[] {20_000}, new boolean[] {true}, random, "five blocks");
    compare(
        reduction, type, new long[] {600, 17}, new boolean[] {true, false}, random, "five blocks");
  }

  private static void compare(
      Reduction reduction,
      ElementType type,
      long[] extents,
      boolean[] reduced,
      SplittableRandom random,
      String label) {
    int[] axes = TypedValues.where(reduced);
    long[] kept = TypedValues.keep(extents, reduced);
    ReducePlan plan = Reduce.plan(reduction, type, extents, axes);
    long count = RandomShapes.count(extents);
    int outCount = (int) RandomShapes.count(kept);
    try (Arena arena = Arena.ofConfined()) {
      // The input ends with its segment, or is followed by bytes that must not count.
      long after = random.nextBoolean() ? 0 : 300;
      MemorySegment in = arena.allocate(4 + count * type.byteWidth() + after).fill((byte) 0xFF);
      MemorySegment out = arena.allocate((long) outCount * type.byteWidth() + 8).fill((byte) 0x5A);
      MemorySegment scratch = arena.allocate(plan.scratchBytes() + 8).fill((byte) 0x5A);
      for (long i = 0; i < count; i++) {
        TypedValues.put(type, in, 4, i, TypedValues.small(random, type, reduction));
      }
      splitRun(plan, in, 4, out, 4, scratch, 4, random);
      double[] expected = new double[outCount];
      Arrays.fill(expected, TypedValues.identity(reduction, type));
      long[] keptStrides = TypedValues.spread(kept, reduced);
      long[] position = {0};
      RandomShapes.forEach(
          extents,
          index -> {
            int o = (int) RandomShapes.dot(index, keptStrides);
            double x = TypedValues.get(type, in, 4, position[0]++);
            expected[o] = TypedValues.combine(reduction, type, expected[o], x);
          });
      double[] actual = new double[outCount];
      Arrays.setAll(actual, o -> TypedValues.get(type, out, 4, o));
      // One comparison, by bits: it tells -0 from 0, and an assertion an element would take
      // minutes.
      assertThat(Arrays.mismatch(actual, expected))
          .as(
              "%s: %s %s over %s of %s, %s, got %s",
              label,
              reduction,
              type,
              Arrays.toString(axes),
              Arrays.toString(extents),
              plan,
              Arrays.toString(Arrays.copyOf(actual, Math.min(8, outCount))))
          .isEqualTo(-1);
      assertThat(TypedValues.untouched(out, 4, (long) outCount * type.byteWidth())).isTrue();
      assertThat(TypedValues.untouched(scratch, 4, plan.scratchBytes())).isTrue();
    }
  }

  /** Each phase in random pieces, the last piece first. */
  private static void splitRun(
      ReducePlan plan,
      MemorySegment in,
      long inAt,
      MemorySegment out,
      long outAt,
      MemorySegment scratch,
      long scratchAt,
      SplittableRandom random) {
    for (int phase = 0; phase < plan.phases(); phase++) {
      long[] cuts = RandomShapes.cuts(random, plan.units(phase));
      for (int k = cuts.length - 1; k > 0; k--) {
        plan.run(phase, in, inAt, out, outAt, scratch, scratchAt, cuts[k - 1], cuts[k]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void theDivisionIntoUnitsDoesNotChangeABit(Reduction reduction, ElementType type) {
    long[][] shapes = {{100_000}, {7, 9000}, {1000, 37}, {5, 300, 6, 50}, {40, 1500}};
    int[][] axes = {{0}, {1}, {0}, {1, 3}, {0, 1}};
    SplittableRandom random = new SplittableRandom(5);
    try (Arena arena = Arena.ofConfined()) {
      for (int s = 0; s < shapes.length; s++) {
        ReducePlan plan = Reduce.plan(reduction, type, shapes[s], axes[s]);
        MemorySegment in = arena.allocate(RandomShapes.count(shapes[s]) * type.byteWidth(), 8);
        TypedValues.fillUniform(random, type, in);
        MemorySegment whole = arena.allocate(plan.outBytes(), 8);
        MemorySegment parts = arena.allocate(plan.outBytes(), 8);
        MemorySegment scratch = arena.allocate(plan.scratchBytes() + 64, 8);
        plan.run(in, 0, whole, 0);
        for (int trial = 0; trial < 5; trial++) {
          splitRun(plan, in, 0, parts, 0, scratch, 0, random);
          assertThat(parts.mismatch(whole))
              .as("%s of %s", plan, Arrays.toString(shapes[s]))
              .isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void nanWinsAndNegativeZeroIsLess() {
    for (ElementType type : new ElementType[] {ElementType.F32, ElementType.F64}) {
      for (int n : new int[] {1, 2, 5, 16, 17, 200, 5000}) {
        for (int at = 0; at < n; at += 1 + n / 9) {
          assertThat(extreme(Reduction.MAX, type, n, at, Double.NaN, 1)).isNaN();
          assertThat(extreme(Reduction.MIN, type, n, at, Double.NaN, 1)).isNaN();
          assertThat(extreme(Reduction.MAX, type, n, at, 0.0, -0.0)).isEqualTo(Double.valueOf(0.0));
          assertThat(extreme(Reduction.MIN, type, n, at, -0.0, 0.0))
              .isEqualTo(Double.valueOf(-0.0));
        }
      }
    }
  }

  /** The extreme of n elements of which one differs, along rows and along columns. */
  private static double extreme(
      Reduction reduction, ElementType type, int n, int at, double one, double others) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate((long) n * type.byteWidth(), 8);
      for (int i = 0; i < n; i++) {
        TypedValues.put(type, in, 0, i, i == at ? one : others);
      }
      MemorySegment out = arena.allocate(16, 8);
      Reduce.plan(reduction, type, new long[] {n}, 0).run(in, 0, out, 0);
      double along = TypedValues.get(type, out, 0, 0);
      ReducePlan columns = Reduce.plan(reduction, type, new long[] {n, 2}, 0);
      MemorySegment twice = arena.allocate(2L * n * type.byteWidth(), 8);
      for (int i = 0; i < n; i++) {
        TypedValues.put(type, twice, 0, 2 * i + 1, i == at ? one : others);
      }
      columns.run(twice, 0, out, 0);
      assertThat(TypedValues.get(type, out, 0, 1)).isEqualTo(Double.valueOf(along));
      return along;
    }
  }

  @Test
  void aNanOfEitherSignPropagatesThroughSums() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4 * 300, 4);
      in.set(ValueLayout.JAVA_INT, 4 * 123, 0xFFC00000);
      MemorySegment out = arena.allocate(4, 4);
      for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MAX, Reduction.MIN}) {
        Reduce.plan(reduction, ElementType.F32, new long[] {300}, 0).run(in, 0, out, 0);
        assertThat(TypedValues.get(ElementType.F32, out, 0, 0)).as("%s", reduction).isNaN();
      }
    }
  }

  @Test
  void anyNonZeroByteIsTrue() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(3 * 130);
      for (int i = 0; i < 3 * 130; i++) {
        in.set(ValueLayout.JAVA_BYTE, i, (byte) (1 << i % 8));
      }
      in.asSlice(2 * 130, 130).fill((byte) 0);
      for (long[] shape : new long[][] {{3, 130}, {130, 3}}) {
        int axis = shape[0] == 3 ? 1 : 0;
        MemorySegment out = arena.allocate(3);
        for (Reduction reduction : new Reduction[] {Reduction.OR, Reduction.AND}) {
          Reduce.plan(reduction, ElementType.BOOL, shape, axis).run(in, 0, out, 0);
          // By columns, every column has some true and some false among its last third.
          byte both = (byte) (axis == 1 || reduction == Reduction.OR ? 1 : 0);
          byte last = axis == 0 ? both : 0;
          assertThat(out.toArray(ValueLayout.JAVA_BYTE))
              .as("%s of %s", reduction, Arrays.toString(shape))
              .containsExactly(both, both, last);
        }
      }
    }
  }

  @Test
  void theSumOfNegativeZerosIsZero() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4 * 6, 4);
      MemorySegment out = arena.allocate(12, 4);
      for (int i = 0; i < 6; i++) {
        TypedValues.put(ElementType.F32, in, 0, i, -0.0);
      }
      for (int axis = 0; axis < 2; axis++) {
        Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {2, 3}, axis).run(in, 0, out, 0);
        assertThat(TypedValues.get(ElementType.F32, out, 0, 0)).isEqualTo(Double.valueOf(0.0));
      }
    }
  }

  @Test
  void refusesWhatItCannotReduce() {
    long[] shape = {2, 3};
    assertThatThrownBy(() -> Reduce.plan(Reduction.AND, ElementType.F32, shape, 0))
        .hasMessage("[reduce] AND is not defined for F32[2, 3]");
    assertThatThrownBy(() -> Reduce.plan(Reduction.SUM, ElementType.BF16, shape, 0))
        .hasMessage("[reduce] SUM is not defined for BF16[2, 3]");
    assertThatThrownBy(() -> Reduce.plan(Reduction.SUM, ElementType.F32, shape, 2))
        .hasMessage("[reduce] axes must be distinct and in [0, 2), got [2]");
    assertThatThrownBy(() -> Reduce.plan(Reduction.SUM, ElementType.F32, shape, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {-2}, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reduce.plan(Reduction.SUM, ElementType.F64, new long[] {1L << 61}, 0))
        .isInstanceOf(IllegalArgumentException.class);
    ReducePlan plan = Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {5000}, 0);
    assertThat(plan.phases()).isEqualTo(2);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(20_000, 4);
      MemorySegment out = arena.allocate(4, 4);
      MemorySegment scratch = arena.allocate(plan.scratchBytes());
      assertThatThrownBy(() -> plan.run(in, 4, out, 0, scratch, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "[reduce] input needs bytes [0, 20000) from offset 4, its segment has 20000 bytes");
      assertThatThrownBy(() -> plan.run(in, 0, out, 1, scratch, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(in, 0, out, 0, scratch, 1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("scratch");
      assertThatThrownBy(() -> plan.run(in, 0, out.asReadOnly(), 0, scratch, 0))
          .hasMessage("[reduce] output is read-only");
      assertThatThrownBy(() -> plan.run(0, in, 0, out, 0, scratch, 0, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(
              () -> plan.run(MemorySegment.ofArray(new float[5000]), 0, out, 0, scratch, 0))
          .hasMessage("[reduce] input must be a native segment, got a heap segment");
    }
  }
}
