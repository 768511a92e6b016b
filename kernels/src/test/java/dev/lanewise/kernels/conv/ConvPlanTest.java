package dev.lanewise.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.conv.ConvGeometry.Axis;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvPlanTest {
  private static final int GUARD = 64;
  private static final byte GUARD_BYTE = 0x5a;

  @ParameterizedTest
  @EnumSource(ConvPlan.Kind.class)
  void randomGeometriesAgreeWithTheScalarForm(ConvPlan.Kind kind) {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ConvGeometry geometry = random(random);
      check("seed " + seed, geometry, kind, random);
    }
  }

  /** Of which one tile does not hold all windows, or all places of a filter. */
  @ParameterizedTest
  @EnumSource(ConvPlan.Kind.class)
  void largeGeometriesAreTiled(ConvPlan.Kind kind) {
    ConvGeometry[] geometries = {
      ConvGeometry.of(2, 40, 3, 1, Axis.of(33, 3, 1, 1, 1), Axis.of(40, 3, 1, 1, 1)),
      ConvGeometry.of(2, 8, 6, 2, Axis.of(70, 5, 2, 2, 2), Axis.of(67, 5, 2, 2, 1)),
      ConvGeometry.of(3, 2, 3, 1, Axis.of(5000, 9, 1, 0, 0)),
      ConvGeometry.of(1, 2200, 2, 1, Axis.of(9, 3, 1, 1, 1), Axis.of(8, 3, 1, 1, 1)),
      ConvGeometry.of(2, 6, 6, 6, Axis.of(40, 3, 1, 1, 1), Axis.of(30, 3, 1, 1, 1)),
      ConvGeometry.of(9, 12, 40, 1, Axis.of(28, 1, 1, 0, 0), Axis.of(28, 1, 1, 0, 0)),
      ConvGeometry.of(
          1, 5, 4, 1, Axis.of(9, 3, 1, 1, 1), Axis.of(20, 3, 1, 1, 1), Axis.of(21, 3, 1, 1, 1)),
    };
    for (ConvGeometry geometry : geometries) {
      check("large", geometry, kind, new SplittableRandom(1));
    }
  }

  private static ConvGeometry random(SplittableRandom random) {
    int groups = random.nextInt(4) == 0 ? random.nextInt(2, 4) : 1;
    Axis[] axes = new Axis[random.nextInt(1, 4)];
    int most = axes.length == 1 ? 40 : axes.length == 2 ? 12 : 6;
    for (int i = 0; i < axes.length; i++) {
      boolean plain = random.nextInt(3) > 0;
      int size = random.nextInt(1, 5);
      boolean same = plain && random.nextBoolean();
      axes[i] =
          new Axis(
              random.nextInt(12) == 0 ? random.nextInt(2) : random.nextInt(1, most),
              size,
              plain ? 1 : random.nextInt(1, 4),
              same ? (size - 1) / 2 : random.nextInt(-2, 5),
              same ? size / 2 : random.nextInt(-2, 5),
              plain ? 1 : random.nextInt(1, 4),
              plain && random.nextBoolean() ? 1 : random.nextInt(1, 4));
    }
    return ConvGeometry.of(
        random.nextInt(0, 4),
        groups * random.nextInt(random.nextInt(8) == 0 ? 0 : 1, 4),
        groups * random.nextInt(random.nextInt(8) == 0 ? 0 : 1, 6),
        groups,
        axes);
  }

  private static void check(
      String where, ConvGeometry g, ConvPlan.Kind kind, SplittableRandom random) {
    int x = (int) g.inputSize();
    int w = (int) g.filterSize();
    int y = (int) g.outputSize();
    double[] left = numbers(random, kind == ConvPlan.Kind.INPUT_GRADIENT ? y : x);
    double[] right = numbers(random, kind == ConvPlan.Kind.FILTER_GRADIENT ? y : w);
    double[] expected = ScalarConv.of(g, kind, left, right);
    double[] sizes = ScalarConv.of(g, kind, absolute(left), absolute(right));
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      ConvPlan plan = ConvPlan.of(g, kind, type);
      double[] actual = run(plan, type, left, right, expected.length, random);
      requireClose(where, plan, actual, expected, sizes);
    }
  }

  private static void requireClose(
      String where, ConvPlan plan, double[] actual, double[] expected, double[] sizes) {
    ConvGeometry g = plan.geometry();
    // Chains of as many terms as go into an element; parts and tiles add a few roundings.
    double unit = plan.type() == ElementType.F32 ? 0x1p-24 : 0x1p-53;
    double terms =
        switch (plan.kind()) {
          case FORWARD -> g.depth();
          case INPUT_GRADIENT -> (double) g.outPerGroup() * g.taps();
          case FILTER_GRADIENT -> (double) g.batch() * g.outputPlane();
        };
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= (terms + 16) * unit * sizes[i])) {
        throw new AssertionError(
            "%s, %s, element %d: %s, expected %s"
                .formatted(where, plan, i, actual[i], expected[i]));
      }
    }
  }

  /** Numbers that F32 holds exactly. */
  private static double[] numbers(SplittableRandom random, int count) {
    return IntStream.range(0, count).mapToDouble(_ -> (float) random.nextGaussian()).toArray();
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  /** Runs a plan's pieces in a random order, with guards around what it writes. */
  private static double[] run(
      ConvPlan plan,
      ElementType type,
      double[] left,
      double[] right,
      int size,
      SplittableRandom r) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = segment(arena, type, left);
      MemorySegment b = segment(arena, type, right);
      MemorySegment out = guarded(arena, (long) size * type.byteWidth());
      MemorySegment scratch = guarded(arena, plan.scratchBytes());
      for (int phase = 0; phase < plan.phases(); phase++) {
        int[] order = IntStream.range(0, plan.pieces(phase)).toArray();
        for (int i = order.length - 1; i > 0; i--) {
          int j = r.nextInt(i + 1);
          int piece = order[i];
          order[i] = order[j];
          order[j] = piece;
        }
        for (int piece : order) {
          plan.run(phase, a, GUARD, b, GUARD, out, GUARD, scratch, GUARD, piece, piece + 1);
        }
      }
      requireGuards(out);
      requireGuards(scratch);
      double[] result = new double[size];
      for (int i = 0; i < size; i++) {
        result[i] =
            type == ElementType.F32
                ? out.get(ValueLayout.JAVA_FLOAT, GUARD + 4L * i)
                : out.get(ValueLayout.JAVA_DOUBLE, GUARD + 8L * i);
      }
      return result;
    }
  }

  private static MemorySegment segment(Arena arena, ElementType type, double[] values) {
    // What a kernel reads beyond its operands must not matter.
    MemorySegment segment = guarded(arena, (long) values.length * type.byteWidth());
    for (int i = 0; i < values.length; i++) {
      if (type == ElementType.F32) {
        segment.set(ValueLayout.JAVA_FLOAT, GUARD + 4L * i, (float) values[i]);
      } else {
        segment.set(ValueLayout.JAVA_DOUBLE, GUARD + 8L * i, values[i]);
      }
    }
    return segment;
  }

  private static MemorySegment guarded(Arena arena, long bytes) {
    return arena.allocate(bytes + 2 * GUARD, 64).fill(GUARD_BYTE);
  }

  private static void requireGuards(MemorySegment segment) {
    for (int i = 0; i < GUARD; i++) {
      assertThat(segment.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(GUARD_BYTE);
      assertThat(segment.get(ValueLayout.JAVA_BYTE, segment.byteSize() - 1 - i))
          .isEqualTo(GUARD_BYTE);
    }
  }

  @Test
  void wrongOperandsAreRefused() {
    ConvGeometry g = ConvGeometry.of(1, 1, 1, 1, Axis.of(8, 3, 1, 0, 0));
    ConvPlan plan = ConvPlan.of(g, ConvPlan.Kind.FORWARD, ElementType.F32);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(32, 64);
      MemorySegment w = arena.allocate(12, 64);
      MemorySegment y = arena.allocate(24, 64);
      MemorySegment heap = MemorySegment.ofArray(new float[8]);
      assertThatThrownBy(() -> plan.run(0, heap, 0, w, 0, y, 0, y, 0, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[conv] the first operand must be a native segment, got a heap segment");
      assertThatThrownBy(() -> plan.run(0, x, 4, w, 0, y, 0, y, 0, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "[conv] the first operand needs 32 bytes from byte 4 on, but its segment has 32"
                  + " bytes");
      assertThatThrownBy(() -> plan.run(0, x, 0, w, 0, y.asReadOnly(), 0, y, 0, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("[conv] the result is a read-only segment");
      assertThatThrownBy(() -> plan.run(0, x, 0, w, 0, y, 0, y, 0, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageStartingWith("[conv] there are no pieces 0 to 2 of phase 0");
    }
    assertThatThrownBy(() -> ConvPlan.of(g, ConvPlan.Kind.FORWARD, ElementType.I32))
        .hasMessage("[conv] takes F32 or F64, got I32");
  }

  @Test
  void wrongGeometriesAreRefused() {
    Axis axis = Axis.of(8, 3, 1, 0, 0);
    assertThatThrownBy(() -> ConvGeometry.of(1, 3, 4, 2, axis))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[conv] 3 input and 4 output channels are not divisible into 2 groups");
    assertThatThrownBy(() -> ConvGeometry.of(1, 1, 1, 1))
        .hasMessage("[conv] there must be 1 to 3 spatial axes, got 0");
    assertThatThrownBy(() -> ConvGeometry.of(1, 1, -1, 1, axis))
        .hasMessageContaining("must not be negative");
    assertThatThrownBy(() -> Axis.of(8, 0, 1, 0, 0)).hasMessageContaining("size=0");
    assertThatThrownBy(
            () ->
                ConvGeometry.of(
                    1, 1, 1, 1, Axis.of(1 << 20, 1, 1, 0, 0), Axis.of(1 << 20, 1, 1, 0, 0)))
        .hasMessageContaining("more than 2^31 - 1");
    for (int low : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> Axis.of(8, 3, 1, low, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("[conv] an axis has more than 2^30 places, got in=8");
    }
    Axis dilated = new Axis(8, 1 << 16, 1, 0, 0, 1, 1 << 14);
    assertThat(dilated.windows()).isZero();
    assertThatThrownBy(() -> new Axis(8, 1 << 16, 1, 0, 0, 1, 1 << 15))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
