package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@InBothForms
class MovementTest {
  private static final int[] WIDTHS = {1, 2, 4, 8};

  /** A copy with any strides, its memory and what the naive twin makes of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Problem(
      int width, long[] extents, long[] inStrides, long[] outStrides, long inAt, long outAt) {
    static Problem random(SplittableRandom random) {
      int width = WIDTHS[random.nextInt(4)];
      long[] extents = RandomShapes.extents(random, 20_000);
      long[] inStrides = new long[extents.length];
      long stride = 1;
      for (int axis : RandomShapes.permutation(random, extents.length)) {
        int dice = random.nextInt(8);
        inStrides[axis] = dice == 0 ? 0 : dice == 1 ? -stride : stride;
        stride *= Math.max(1, extents[axis]) + (dice == 2 ? 1 : 0);
      }
      long[] outStrides = new long[extents.length];
      stride = random.nextInt(6) == 0 ? 2 : 1;
      int[] order = RandomShapes.permutation(random, extents.length);
      for (int k = 0; k < order.length; k++) {
        int axis = random.nextInt(3) == 0 ? order[k] : order.length - 1 - k;
        while (outStrides[axis] != 0) {
          axis = (axis + 1) % order.length;
        }
        int dice = random.nextInt(8);
        outStrides[axis] = dice == 1 ? -stride : stride;
        stride *= Math.max(1, extents[axis]) + (dice == 2 ? 1 : 0);
      }
      return new Problem(
          width,
          extents,
          inStrides,
          outStrides,
          before(extents, inStrides),
          before(extents, outStrides));
    }

    /** Elements reached below the origin. */
    static long before(long[] extents, long[] strides) {
      long low = 0;
      for (int axis = 0; axis < extents.length; axis++) {
        low += Math.max(0, extents[axis] - 1) * Math.max(0, -strides[axis]);
      }
      return low;
    }

    long bytes(long[] strides) {
      long span = 1;
      for (int axis = 0; axis < extents.length; axis++) {
        span += Math.max(0, extents[axis] - 1) * Math.abs(strides[axis]);
      }
      return span * width;
    }

    void naive(MemorySegment in, MemorySegment out) {
      RandomShapes.forEach(
          extents,
          index ->
              MemorySegment.copy(
                  in,
                  (inAt + RandomShapes.dot(index, inStrides)) * width,
                  out,
                  (outAt + RandomShapes.dot(index, outStrides)) * width,
                  width));
    }
  }

  MovementTest(LoopForm form) {
    form.fix();
  }

  @Test
  void agreesWithTheNaiveCopyForAnyStrides() {
    Set<CopyPlan.Kind> seen = EnumSet.noneOf(CopyPlan.Kind.class);
    for (long seed = 0; seed < 3000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Problem p = Problem.random(random);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment in = arena.allocate(p.bytes(p.inStrides));
        MemorySegment expected = arena.allocate(p.bytes(p.outStrides));
        MemorySegment out = arena.allocate(expected.byteSize());
        RandomShapes.randomBytes(random, in);
        RandomShapes.randomBytes(random, out);
        expected.copyFrom(out);
        p.naive(in, expected);
        CopyPlan plan = Movement.plan(p.width, p.extents, p.inStrides, p.outStrides);
        seen.add(plan.kind());
        long[] cuts = RandomShapes.cuts(random, plan.units());
        for (int k = cuts.length - 1; k > 0; k--) {
          plan.run(in, p.inAt * p.width, out, p.outAt * p.width, cuts[k - 1], cuts[k]);
        }
        assertThat(out.mismatch(expected))
            .as(
                "seed %d: width %d, %s, in %s, out %s, %s",
                seed,
                p.width,
                Arrays.toString(p.extents),
                Arrays.toString(p.inStrides),
                Arrays.toString(p.outStrides),
                plan)
            .isEqualTo(-1);
      }
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(CopyPlan.Kind.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void transposesEveryEdgeSize(int width) {
    for (long rows : RandomShapes.EDGES) {
      for (long columns : RandomShapes.EDGES) {
        if (rows * columns <= 140_000) {
          long[] inStrides = {1, rows};
          Problem p =
              new Problem(
                  width, new long[] {rows, columns}, inStrides, new long[] {columns, 1}, 0, 0);
          assertSame(p, Movement.transpose(width, new long[] {columns, rows}, 1, 0));
        }
      }
    }
  }

  private static void assertSame(Problem p, CopyPlan plan) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(p.bytes(p.inStrides));
      MemorySegment expected = arena.allocate(p.bytes(p.outStrides));
      MemorySegment out = arena.allocate(expected.byteSize());
      RandomShapes.randomBytes(new SplittableRandom(7), in);
      p.naive(in, expected);
      plan.run(in, 0, out, 0);
      assertThat(out.mismatch(expected)).as("%s", p).isEqualTo(-1);
    }
  }

  @Test
  void mergesWhatOneLoopCanWalk() {
    assertThat(Movement.transpose(4, new long[] {8, 9, 10}, 0, 1, 2).kind())
        .isEqualTo(CopyPlan.Kind.CONTIGUOUS);
    assertThat(Movement.transpose(4, new long[] {8, 9, 10}, 0, 1, 2).units()).isEqualTo(1);
    assertThat(Movement.transpose(4, new long[] {8, 9, 10}, 2, 0, 1).kind())
        .isEqualTo(CopyPlan.Kind.TILED);
    assertThat(Movement.transpose(4, new long[] {2, 3, 4, 16}, 0, 2, 1, 3).kind())
        .isEqualTo(CopyPlan.Kind.CONTIGUOUS);
    assertThat(Movement.reverse(4, new long[] {100}, 0).kind()).isEqualTo(CopyPlan.Kind.REVERSE);
    assertThat(Movement.broadcastInDim(4, new long[] {5}, new long[] {5, 7}, 0).kind())
        .isEqualTo(CopyPlan.Kind.FILL);
  }

  /** Runs a plan on ints that count from 0 and returns the output, filled with -1 before. */
  private static int[] ints(CopyPlan plan, long in, long out) {
    return ints(plan, in, 0, out, 0);
  }

  private static int[] ints(CopyPlan plan, long in, long inOffset, long out, long outOffset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(in * 4);
      for (int k = 0; k < in; k++) {
        source.setAtIndex(ValueLayout.JAVA_INT, k, k);
      }
      MemorySegment target = arena.allocate(out * 4);
      Movement.fill(4, target, 0, out, -1);
      plan.run(source, inOffset, target, outOffset);
      return target.toArray(ValueLayout.JAVA_INT);
    }
  }

  @Test
  void slicesWithSteps() {
    CopyPlan plan =
        Movement.slice(
            4, new long[] {4, 5}, new long[] {1, 0}, new long[] {4, 5}, new long[] {2, 3});
    assertThat(ints(plan, 20, 4)).containsExactly(5, 8, 15, 18);
    CopyPlan empty =
        Movement.slice(4, new long[] {4}, new long[] {4}, new long[] {4}, new long[] {1});
    assertThat(empty.units()).isZero();
  }

  @Test
  void padsLowHighInteriorAndCutsByNegativeCounts() {
    long[] in = {3};
    assertThat(Movement.padded(in, new long[] {1}, new long[] {2}, new long[] {1}))
        .containsExactly(8);
    assertThat(ints(Movement.pad(4, in, new long[] {1}, new long[] {2}, new long[] {1}), 3, 8))
        .containsExactly(-1, 0, -1, 1, -1, 2, -1, -1);
    // The interior comes first, then the cut: 0 . 1 . 2 without its first two and its last.
    assertThat(ints(Movement.pad(4, in, new long[] {-2}, new long[] {-1}, new long[] {1}), 3, 2))
        .containsExactly(1, -1);
    assertThat(ints(Movement.pad(4, in, new long[] {-1}, new long[] {1}, new long[] {1}), 3, 5))
        .containsExactly(-1, 1, -1, 2, -1);
    assertThat(Movement.pad(4, in, new long[] {-4}, new long[] {1}, new long[] {0}).units())
        .isZero();
    assertThat(ints(Movement.pad(4, in, new long[] {4}, new long[] {-5}, new long[1]), 3, 2))
        .containsExactly(-1, -1);
    assertThatThrownBy(() -> Movement.pad(4, in, new long[] {-2}, new long[] {-2}, new long[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[pad] axis 0 of extent 3 cannot be padded by low -2, high -2, interior 0");
  }

  @Test
  void padAgreesWithTheDefinitionOnRandomShapes() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] in = {1 + random.nextInt(5), random.nextInt(6)};
      long[] low = {random.nextInt(-3, 4), random.nextInt(-3, 4)};
      long[] high = {random.nextInt(-3, 4), random.nextInt(-3, 4)};
      long[] interior = {random.nextInt(3), random.nextInt(3)};
      long rows = low[0] + high[0] + in[0] + (in[0] - 1) * interior[0];
      long columns = low[1] + high[1] + in[1] + Math.max(0, in[1] - 1) * interior[1];
      if (rows < 0 || columns < 0) {
        assertThatThrownBy(() -> Movement.pad(4, in, low, high, interior))
            .isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      int[] expected = new int[(int) (rows * columns)];
      Arrays.fill(expected, -1);
      for (int r = 0; r < in[0]; r++) {
        for (int c = 0; c < in[1]; c++) {
          long row = low[0] + r * (interior[0] + 1);
          long column = low[1] + c * (interior[1] + 1);
          if (row >= 0 && row < rows && column >= 0 && column < columns) {
            expected[(int) (row * columns + column)] = (int) (r * in[1] + c);
          }
        }
      }
      assertThat(ints(Movement.pad(4, in, low, high, interior), in[0] * in[1], rows * columns))
          .as("seed %d", seed)
          .containsExactly(expected);
    }
  }

  @Test
  void concatenatesByWritingEachOperandAtItsPlace() {
    long[] out = {2, 5};
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment left = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3, 4, 5, 6);
      MemorySegment right = arena.allocateFrom(ValueLayout.JAVA_INT, 7, 8, 9, 10);
      MemorySegment joined = arena.allocate(40);
      Movement.concat(4, new long[] {2, 3}, out, 1, 0).run(left, 0, joined, 0);
      Movement.concat(4, new long[] {2, 2}, out, 1, 3).run(right, 0, joined, 0);
      assertThat(joined.toArray(ValueLayout.JAVA_INT))
          .containsExactly(1, 2, 3, 7, 8, 4, 5, 6, 9, 10);
    }
    assertThatThrownBy(() -> Movement.concat(4, new long[] {2, 3}, out, 1, 3))
        .hasMessage("[concat] an operand of [2, 3] does not fit at 3 along axis 1 of [2, 5]");
  }

  @Test
  void dynamicWindowsAreClampedToTheArray() {
    long[] array = {3, 4};
    long[] sizes = {2, 2};
    CopyPlan read = Movement.dynamicSlice(4, array, sizes);
    long at = Movement.windowOffset(4, array, sizes, 1, 1);
    assertThat(ints(read, 12, at, 4, 0)).containsExactly(5, 6, 9, 10);
    assertThat(Movement.windowOffset(4, array, sizes, 99, -7)).isEqualTo(4 * 4);
    CopyPlan write = Movement.dynamicUpdateSlice(4, array, sizes);
    assertThat(ints(write, 4, 0, 12, at))
        .containsExactly(-1, -1, -1, -1, -1, 0, 1, -1, -1, 2, 3, -1);
  }

  @Test
  void broadcastsAndReverses() {
    assertThat(ints(Movement.broadcastInDim(4, new long[] {2}, new long[] {2, 3}, 0), 2, 6))
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(ints(Movement.broadcastInDim(4, new long[] {2, 1}, new long[] {2, 3}, 0, 1), 2, 6))
        .containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(ints(Movement.reverse(4, new long[] {2, 3}, 0, 1), 6, 6))
        .containsExactly(5, 4, 3, 2, 1, 0);
    assertThatThrownBy(() -> Movement.broadcastInDim(4, new long[] {2}, new long[] {3}, 0))
        .hasMessage("[broadcastInDim] input extents [2] do not broadcast to [3] along axes [0]");
  }

  @Test
  void fillsEveryLengthAndNothingElse() {
    try (Arena arena = Arena.ofConfined()) {
      for (int width : WIDTHS) {
        for (long n : RandomShapes.EDGES) {
          MemorySegment out = arena.allocate(n * width + 16).fill((byte) 0x55);
          Movement.fill(width, out, 8, n, 0x8877665544332211L);
          MemorySegment expected = arena.allocate(out.byteSize()).fill((byte) 0x55);
          for (long b = 0; b < n * width; b++) {
            expected.set(ValueLayout.JAVA_BYTE, 8 + b, (byte) (0x11 * (b % width + 1)));
          }
          assertThat(out.mismatch(expected)).as("width %d, n %d", width, n).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void refusesWhatCannotBeCopied() {
    assertThatThrownBy(() -> Movement.plan(3, new long[] {1}, new long[] {1}, new long[] {1}))
        .hasMessage("[copy] element width must be 1, 2, 4 or 8 bytes, got 3");
    assertThatThrownBy(() -> Movement.plan(4, new long[] {-1}, new long[] {1}, new long[] {1}))
        .hasMessage("[copy] extents must not be negative, got [-1]");
    assertThatThrownBy(() -> Movement.plan(4, new long[] {2}, new long[] {1}, new long[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("output strides must be nested without overlap");
    assertThatThrownBy(
            () -> Movement.plan(4, new long[] {3, 3}, new long[] {3, 1}, new long[] {2, 1}))
        .hasMessageContaining("output strides must be nested without overlap");
    assertThatThrownBy(() -> Movement.plan(4, new long[] {2}, new long[0], new long[] {1}))
        .hasMessage("[copy] input strides must have one entry for each of 1 axes, got 0");
    assertThatThrownBy(
            () -> Movement.plan(8, new long[] {3}, new long[] {1L << 61}, new long[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2^63");
    assertThatThrownBy(
            () ->
                Movement.plan(
                    1,
                    new long[] {1L << 32, 1L << 32},
                    new long[] {0, 0},
                    new long[] {1L << 32, 1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Movement.transpose(4, new long[] {2, 2}, 0, 0))
        .hasMessage("[transpose] axes must be distinct and in [0, 2), got [0, 0]");
    assertThatThrownBy(
            () -> Movement.slice(4, new long[] {4}, new long[] {3}, new long[] {5}, new long[] {1}))
        .hasMessage("[slice] axis 0 of extent 4 cannot be sliced from 3 to 5 by 1");
  }

  @Test
  void refusesMemoryItMayNotTouch() {
    CopyPlan back = Movement.plan(4, new long[] {4}, new long[] {-1}, new long[] {1});
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(16);
      MemorySegment out = arena.allocate(16);
      back.run(in, 12, out, 0);
      assertThatThrownBy(() -> back.run(in, 8, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[copy] input needs bytes [-12, 4) from offset 8, its segment has 16 bytes");
      assertThatThrownBy(() -> back.run(in, 16, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> back.run(in, 12, out, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> back.run(in, Long.MAX_VALUE, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> back.run(in, -1, out, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> back.run(MemorySegment.ofArray(new int[4]), 12, out, 0))
          .hasMessage("[copy] input must be a native segment, got a heap segment");
      assertThatThrownBy(() -> back.run(in, 12, out.asReadOnly(), 0))
          .hasMessage("[copy] output is read-only");
      assertThatThrownBy(() -> back.run(in, 12, out, 0, 0, 2))
          .hasMessage("[copy] units [0, 2) lie outside [0, 1)");
    }
  }
}
