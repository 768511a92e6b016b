package dev.lanewise.kernels.fft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FftTest {
  /**
   * Every radix, products of several, lengths on both sides of each way to compute them, primes
   * with and without a pass of their own.
   */
  private static final int[] LENGTHS = {
    1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 17, 23, 25, 29, 30, 31, 32, 37, 49, 62, 64, 97, 105, 121,
    125, 127, 128, 129, 144, 169, 210, 243, 256, 257, 289, 343, 384, 512
  };

  /** Transforms of the numbers whose seed is their length, and of their real parts. */
  private static final Map<Integer, double[][]> EXACT = new HashMap<>();

  private static final Map<Integer, double[][]> EXACT_REAL = new HashMap<>();

  private static double get(ElementType type, MemorySegment memory, long index) {
    return type == ElementType.F32
        ? memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4)
        : memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8);
  }

  private static void put(ElementType type, MemorySegment memory, long index, double value) {
    if (type == ElementType.F32) {
      memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4, (float) value);
    } else {
      memory.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8, value);
    }
  }

  /** Random numbers that a float holds exactly. */
  private static double[][] numbers(SplittableRandom random, int n) {
    double[][] x = new double[2][n];
    for (double[] part : x) {
      for (int k = 0; k < n; k++) {
        part[k] = random.nextInt(-(1 << 23), 1 << 23) * 0x1p-23;
      }
    }
    return x;
  }

  private static void write(
      ElementType type, MemorySegment memory, ComplexLayout layout, long transform, double[][] x) {
    for (int k = 0; k < x[0].length; k++) {
      long at = transform * layout.transform() + (long) k * layout.number();
      put(type, memory, at, x[0][k]);
      put(type, memory, at + layout.imaginary(), x[1][k]);
    }
  }

  private static double[][] read(
      ElementType type, MemorySegment memory, ComplexLayout layout, long transform, int n) {
    double[][] x = new double[2][n];
    for (int k = 0; k < n; k++) {
      long at = transform * layout.transform() + (long) k * layout.number();
      x[0][k] = get(type, memory, at);
      x[1][k] = get(type, memory, at + layout.imaginary());
    }
    return x;
  }

  private static double norm(double[][] x) {
    return Math.sqrt(
        Arrays.stream(x).flatMapToDouble(Arrays::stream).map(value -> value * value).sum());
  }

  /** The inverse transform has the results of the forward one in the other order. */
  private static double[][] backwards(double[][] x) {
    int n = x[0].length;
    double[][] result = new double[2][n];
    for (int part = 0; part < 2; part++) {
      for (int k = 0; k < n; k++) {
        result[part][k] = x[part][(n - k) % n];
      }
    }
    return result;
  }

  private static double distance(double[][] x, double[][] y) {
    double[][] difference = new double[2][x[0].length];
    for (int part = 0; part < 2; part++) {
      for (int k = 0; k < x[part].length; k++) {
        difference[part][k] = x[part][k] - y[part][k];
      }
    }
    return norm(difference);
  }

  private static double unit(ElementType type) {
    return type == ElementType.F32 ? 0x1p-24 : 0x1p-53;
  }

  /** One transform of numbers that lie as [1, n, 2]. */
  private static double[][] transform(
      FftPlan plan, ElementType type, boolean inverse, double[][] x) {
    int n = x[0].length;
    ComplexLayout layout = ComplexLayout.interleaved(n);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2L * n * type.byteWidth(), 8);
      write(type, memory, layout, 0, x);
      plan.run(inverse, memory, 0, layout, memory, 0, layout, 1);
      return read(type, memory, layout, 0, n);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void agreesWithTheDefinitionWithinTheStatedBound(ElementType type) {
    for (int n : LENGTHS) {
      SplittableRandom random = new SplittableRandom(n);
      double[][] x = numbers(random, n);
      double[][] forward = EXACT.computeIfAbsent(n, _ -> Naive.transform(x));
      FftPlan plan = Fft.complex(type, n, Normalization.NONE);
      for (boolean inverse : new boolean[] {false, true}) {
        double[][] exact = inverse ? backwards(forward) : forward;
        double error = distance(transform(plan, type, inverse, x), exact) / norm(exact);
        assertThat(error).as("n %d, inverse %s", n, inverse).isLessThan(plan.errorBound());
        // What is seen is far below the bound: a wrong factor in one place would show.
        assertThat(error)
            .as("n %d, inverse %s", n, inverse)
            .isLessThan((3 + Math.log(n)) * unit(type));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void realTransformsAgreeWithTheDefinition(ElementType type) {
    for (int n : LENGTHS) {
      SplittableRandom random = new SplittableRandom(n);
      double[][] x = numbers(random, n);
      x[1] = new double[n];
      double[][] exact = EXACT_REAL.computeIfAbsent(n, _ -> Naive.transform(x));
      RealFftPlan plan = Fft.real(type, n, Normalization.BACKWARD);
      int bins = n / 2 + 1;
      assertThat(plan.bins()).isEqualTo(bins);
      int batch = 3;
      for (ComplexLayout layout :
          new ComplexLayout[] {
            ComplexLayout.interleaved(bins),
            ComplexLayout.planar(bins),
            ComplexLayout.separate(batch, bins)
          }) {
        try (Arena arena = Arena.ofConfined()) {
          int width = type.byteWidth();
          MemorySegment in = arena.allocate((long) batch * n * width, 8);
          MemorySegment out = arena.allocate(2L * batch * bins * width, 8);
          MemorySegment back = arena.allocate((long) batch * n * width, 8);
          for (int k = 0; k < n; k++) {
            put(type, in, 2L * n + k, x[0][k]);
            put(type, in, k, 1);
          }
          plan.forward(in, 0, out, 0, layout, batch);
          double[][] bounded = read(type, out, layout, 2, bins);
          double error = 0;
          for (int k = 0; k < bins; k++) {
            error += Math.pow(bounded[0][k] - exact[0][k], 2);
            error += Math.pow(bounded[1][k] - exact[1][k], 2);
          }
          assertThat(Math.sqrt(error) / norm(exact))
              .as("n %d", n)
              .isLessThan(Math.min(plan.errorBound(), (4 + Math.log(n)) * unit(type)));
          // A constant has one number, and imaginary parts of 0 and n/2 are exactly 0.
          assertThat(read(type, out, layout, 0, bins)[0][0])
              .isEqualTo(n, within(n * 4 * unit(type)));
          assertThat(bounded[1][0]).isZero();
          // What the inverse is not to read.
          put(type, out, 2 * layout.transform() + layout.imaginary(), Double.NaN);
          if (n % 2 == 0) {
            assertThat(bounded[1][n / 2]).isZero();
            long last = 2 * layout.transform() + (long) (n / 2) * layout.number();
            put(type, out, last + layout.imaginary(), Double.NaN);
          }
          plan.inverse(out, 0, layout, back, 0, batch);
          double[][] again = new double[2][n];
          for (int k = 0; k < n; k++) {
            again[0][k] = get(type, back, 2L * n + k);
          }
          assertThat(distance(again, x) / norm(x))
              .as("n %d", n)
              .isLessThan((6 + 2 * Math.log(n)) * unit(type));
        }
      }
    }
  }

  @Test
  void knownAnswers() {
    FftPlan four = Fft.complex(ElementType.F64, 4, Normalization.BACKWARD);
    double[][] x = {{1, 2, 3, 4}, {0, 0, 0, 0}};
    assertThat(transform(four, ElementType.F64, false, x))
        .isDeepEqualTo(new double[][] {{10, -2, -2, -2}, {0, 2, 0, -2}});
    assertThat(transform(four, ElementType.F64, true, x))
        .isDeepEqualTo(new double[][] {{2.5, -0.5, -0.5, -0.5}, {0, -0.5, 0, 0.5}});
    // A single frequency, by each way to compute it.
    for (int n : new int[] {12, 31, 37, 960, 1024, 2 * 1009}) {
      FftPlan plan = Fft.complex(ElementType.F64, n, Normalization.FORWARD);
      double[][] wave = new double[2][n];
      for (int k = 0; k < n; k++) {
        wave[0][k] = Math.cos(2 * Math.PI * 3 * k / n);
        wave[1][k] = Math.sin(2 * Math.PI * 3 * k / n);
      }
      double[][] expected = new double[2][n];
      expected[0][3] = 1;
      assertThat(distance(transform(plan, ElementType.F64, false, wave), expected))
          .isLessThan(1e-13);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void longTransformsKeepTheNormAndComeBack(ElementType type) {
    for (int n : new int[] {1 << 16, 3 * 5 * 7 * 512, 100_003, 48_000}) {
      double[][] x = numbers(new SplittableRandom(n), n);
      FftPlan plan = Fft.complex(type, n, Normalization.ORTHONORMAL);
      double[][] y = transform(plan, type, false, x);
      assertThat(norm(y) / norm(x)).as("Parseval, n %d", n).isCloseTo(1, within(20 * unit(type)));
      double[][] back = transform(plan, type, true, y);
      assertThat(distance(back, x) / norm(x)).as("n %d", n).isLessThan(30 * unit(type));
      // One result by the definition: the transform of a shifted delta would not show a wrong one.
      int k = n / 3;
      double re = 0;
      double im = 0;
      for (int j = 0; j < n; j++) {
        double angle = -2 * Math.PI * ((long) j * k % n) / n;
        re += x[0][j] * Math.cos(angle) - x[1][j] * Math.sin(angle);
        im += x[0][j] * Math.sin(angle) + x[1][j] * Math.cos(angle);
      }
      // The sum above has errors of its own.
      double tolerance = Math.max(40 * unit(type), 1e-13) * norm(x) / Math.sqrt(n);
      assertThat(y[0][k]).isCloseTo(re / Math.sqrt(n), within(tolerance));
      assertThat(y[1][k]).isCloseTo(im / Math.sqrt(n), within(tolerance));
    }
  }

  @Test
  void isLinearAndTurnsShiftsIntoPhases() {
    for (int n : new int[] {30, 77, 101, 384, 1000}) {
      FftPlan plan = Fft.complex(ElementType.F64, n, Normalization.NONE);
      SplittableRandom random = new SplittableRandom(n);
      double[][] x = numbers(random, n);
      double[][] y = numbers(random, n);
      double[][] sum = new double[2][n];
      double[][] shifted = new double[2][n];
      for (int part = 0; part < 2; part++) {
        for (int k = 0; k < n; k++) {
          sum[part][k] = 2 * x[part][k] - 3 * y[part][k];
          shifted[part][k] = x[part][(k + n - 5) % n];
        }
      }
      double[][] xs = transform(plan, ElementType.F64, false, x);
      double[][] ys = transform(plan, ElementType.F64, false, y);
      double[][] expected = new double[2][n];
      double[][] phased = new double[2][n];
      for (int k = 0; k < n; k++) {
        expected[0][k] = 2 * xs[0][k] - 3 * ys[0][k];
        expected[1][k] = 2 * xs[1][k] - 3 * ys[1][k];
        double angle = -2 * Math.PI * (5 * k % n) / n;
        phased[0][k] = xs[0][k] * Math.cos(angle) - xs[1][k] * Math.sin(angle);
        phased[1][k] = xs[0][k] * Math.sin(angle) + xs[1][k] * Math.cos(angle);
      }
      assertThat(distance(transform(plan, ElementType.F64, false, sum), expected) / norm(expected))
          .isLessThan(1e-14);
      assertThat(distance(transform(plan, ElementType.F64, false, shifted), phased) / norm(phased))
          .isLessThan(1e-14);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void anyPartOfABatchInAnyLayoutHasTheSameBits(ElementType type) {
    for (int n : new int[] {1, 7, 101, 384}) {
      int batch = 70;
      SplittableRandom random = new SplittableRandom(n);
      FftPlan plan = Fft.complex(type, n, Normalization.BACKWARD);
      ComplexLayout[] layouts = {
        ComplexLayout.interleaved(n), ComplexLayout.planar(n), ComplexLayout.separate(batch, n)
      };
      double[][][] x = new double[batch][][];
      double[][][] alone = new double[batch][][];
      for (int transform = 0; transform < batch; transform++) {
        x[transform] = numbers(random, n);
        alone[transform] = transform(plan, type, false, x[transform]);
      }
      long bytes = 2L * batch * n * type.byteWidth();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment workspace = arena.allocate(plan.workspaceBytes() + 4, 64);
        // What lies in the workspace has no influence.
        workspace.fill((byte) 0xff);
        for (int pair = 0; pair < 5; pair++) {
          ComplexLayout from = layouts[pair % 3];
          ComplexLayout to = layouts[pair * 2 % 3];
          MemorySegment in = arena.allocate(bytes + 4, 8);
          MemorySegment out = arena.allocate(bytes + 4, 8);
          MemorySegment start = in.asSlice(4);
          for (int transform = 0; transform < batch; transform++) {
            write(type, start, from, transform, x[transform]);
          }
          int cut = random.nextInt(batch + 1);
          plan.run(false, in, 4, from, out, 4, to, batch, cut, batch, workspace, 4);
          plan.run(false, in, 4, from, out, 4, to, batch, 0, cut, workspace, 4);
          for (int transform = 0; transform < batch; transform++) {
            assertThat(read(type, out.asSlice(4), to, transform, n))
                .as("n %d, %s to %s, transform %d of %d", n, from, to, transform, cut)
                .isDeepEqualTo(alone[transform]);
          }
        }
      }
    }
  }

  @Test
  void notANumberReachesEveryResult() {
    for (int n : new int[] {5, 37, 384}) {
      double[][] x = numbers(new SplittableRandom(1), n);
      x[1][n / 2] = Double.NaN;
      FftPlan plan = Fft.complex(ElementType.F32, n, Normalization.BACKWARD);
      double[][] y = transform(plan, ElementType.F32, false, x);
      for (int k = 0; k < n; k++) {
        assertThat(Double.isNaN(y[0][k]) || Double.isNaN(y[1][k])).isTrue();
      }
    }
  }

  @Test
  void refusesWhatItCannotTransform() {
    assertThatThrownBy(() -> Fft.complex(ElementType.F32, 0, Normalization.NONE))
        .hasMessage("[fft] the length must be in [1, 67108864], got 0");
    assertThatThrownBy(() -> Fft.real(ElementType.F32, 1L << 40, Normalization.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fft.complex(ElementType.I32, 8, Normalization.NONE))
        .hasMessage("[fft] expected F32 or F64, got I32");
    assertThatThrownBy(() -> new ComplexLayout(2, 8, 8))
        .hasMessage("[fft] imaginary must be 1, got 8");
    assertThatThrownBy(() -> new ComplexLayout(3, 1, 8))
        .isInstanceOf(IllegalArgumentException.class);
    FftPlan plan = Fft.complex(ElementType.F32, 8, Normalization.NONE);
    ComplexLayout layout = ComplexLayout.interleaved(8);
    ComplexLayout planar = ComplexLayout.planar(8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(128);
      MemorySegment out = arena.allocate(128);
      MemorySegment workspace = arena.allocate(plan.workspaceBytes());
      assertThatThrownBy(() -> plan.run(false, in, 0, layout, out, 4, layout, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[fft] output needs 128 bytes from offset 4, its segment has 128 bytes");
      assertThatThrownBy(() -> plan.run(false, in, 0, layout, out, 0, layout, 3))
          .hasMessage("[fft] input needs 192 bytes from offset 0, its segment has 128 bytes");
      assertThatThrownBy(() -> plan.run(false, in, -4, layout, out, 0, layout, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(false, in, 0, layout, in, 0, planar, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> plan.run(false, in, 0, layout, in, 64 - 8, layout, 1))
          .hasMessageContaining("overlap");
      assertThatThrownBy(
              () -> plan.run(false, in, 0, layout, out, 0, new ComplexLayout(2, 1, 8), 2))
          .hasMessageContaining("share elements");
      assertThatThrownBy(
              () -> plan.run(false, in, 0, layout, out, 0, new ComplexLayout(1, 4, 100), 1))
          .hasMessageContaining("share elements");
      assertThatThrownBy(
              () -> plan.run(false, in, 0, layout, out, 0, layout, 2, 0, 3, workspace, 0))
          .hasMessage("[fft] transforms [0, 3) lie outside [0, 2)");
      assertThatThrownBy(
              () -> plan.run(false, in, 0, layout, out, 0, layout, 2, 0, 2, workspace, 4))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(
              () -> plan.run(false, workspace, 0, layout, out, 0, layout, 2, 0, 2, workspace, 0))
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> plan.run(false, in, 0, layout, out.asReadOnly(), 0, layout, 1))
          .hasMessage("[fft] output is read-only");
      assertThatThrownBy(
              () ->
                  plan.run(false, MemorySegment.ofArray(new int[32]), 0, layout, out, 0, layout, 1))
          .hasMessage("[fft] input must be a native segment, got a heap segment");
      ComplexLayout huge = new ComplexLayout(1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
      assertThatThrownBy(() -> plan.run(false, in, 0, huge, out, 0, layout, 2))
          .isInstanceOf(IllegalArgumentException.class);
      RealFftPlan real = Fft.real(ElementType.F32, 8, Normalization.NONE);
      assertThatThrownBy(() -> real.forward(in, 0, in, 32, ComplexLayout.interleaved(5), 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> real.inverse(in, 0, ComplexLayout.planar(5), out, 0, 9))
          .isInstanceOf(IndexOutOfBoundsException.class);
      plan.run(false, in, 0, layout, out, 0, layout, 0);
    }
  }
}
