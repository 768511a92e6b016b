package dev.lanewise.ffi;

import static dev.lanewise.ffi.Reference.multiply;
import static dev.lanewise.ffi.Reference.transpose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and vectors are put into the equations that define them, by plain loops. */
class LapackSpectralTest {
  static Stream<Arguments> orders() {
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(1, 2, 3, 8, 17, 70).map(n -> Arguments.of(p, n)));
  }

  static Stream<Arguments> rectangles() {
    int[][] extents = {{1, 1}, {3, 2}, {2, 3}, {17, 5}, {5, 17}, {64, 64}, {90, 40}, {40, 90}};
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1])));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void syevdDiagonalisesSymmetricMatrices(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(51);
    for (Triangle triangle : Triangle.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = TestMatrix.random(arena, precision, n, n, 2, random);
        TestMatrix again = TestMatrix.of(arena, precision, a.values(), 0);
        double[][] full = Reference.symmetric(triangle, a.values());
        TestVector w = new TestVector(arena, precision, n, 1);
        TestVector valuesOnly = new TestVector(arena, precision, n, 1);
        syevd(true, triangle, a, w);
        syevd(false, triangle, again, valuesOnly);
        double[][] vectors = a.values();
        double[][] scaled = multiply(vectors, Reference.diagonal(w.values(), n, n));
        assertClose(precision, multiply(full, vectors), scaled, 30 * n, "A V");
        assertClose(
            precision, multiply(transpose(vectors), vectors), Reference.identity(n), 30 * n, "V");
        assertThat(w.values()).isSorted();
        valuesOnly.assertIs(w.values(), 30 * n, "values only");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void gesddDecomposesAnyMatrix(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(52);
    int rank = Math.min(m, n);
    for (SingularVectors vectors : SingularVectors.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = TestMatrix.random(arena, precision, m, n, 1, random);
        double[][] expected = a.values();
        TestVector s = new TestVector(arena, precision, rank, 1);
        boolean none = vectors == SingularVectors.NONE;
        TestMatrix u = new TestMatrix(arena, precision, none ? 0 : m, vectors.count(m, n, m), 2);
        TestMatrix vt = new TestMatrix(arena, precision, vectors.count(m, n, n), none ? 0 : n, 3);
        gesdd(vectors, a, s, u, vt);
        double[] values = s.values();
        for (int i = 0; i < rank; i++) {
          assertThat(values[i]).isBetween(0.0, i == 0 ? Double.MAX_VALUE : values[i - 1]);
        }
        double scale = 30.0 * (m + n);
        if (none) {
          // The sum of squares is that of the elements, whatever the vectors.
          double squares = 0;
          for (double[] row : expected) {
            for (double x : row) {
              squares += x * x;
            }
          }
          double sum = 0;
          for (double value : values) {
            sum += value * value;
          }
          assertThat(sum).isCloseTo(squares, within(scale * squares * precision.epsilon));
        } else {
          int rows = u.columns;
          int columns = vt.rows;
          double[][] middle = Reference.diagonal(values, rows, columns);
          double[][] product = multiply(multiply(u.values(), middle), vt.values());
          assertClose(precision, product, expected, scale, "U S V^T");
          assertClose(
              precision,
              multiply(transpose(u.values()), u.values()),
              Reference.identity(u.columns),
              scale,
              "U");
          assertClose(
              precision,
              multiply(vt.values(), transpose(vt.values())),
              Reference.identity(vt.rows),
              scale,
              "V");
        }
        u.assertIs(u.values(), 0, "U");
        vt.assertIs(vt.values(), 0, "V^T");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void geevSatisfiesTheEigenvalueEquationOnBothSides(Precision precision, int n) {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix a = TestMatrix.random(arena, precision, n, n, 1, new SplittableRandom(53));
      double[][] matrix = a.values();
      TestVector wr = new TestVector(arena, precision, n, 1);
      TestVector wi = new TestVector(arena, precision, n, 1);
      TestMatrix vl = new TestMatrix(arena, precision, n, n, 2);
      TestMatrix vr = new TestMatrix(arena, precision, n, n, 3);
      geev(true, true, a, wr, wi, vl, vr);
      assertEigenvectors(precision, matrix, wr, wi, vr.values(), 1);
      // u^H A = w u^H is A^T u = conj(w) u for a real A.
      assertEigenvectors(precision, transpose(matrix), wr, wi, vl.values(), -1);

      TestMatrix again = TestMatrix.of(arena, precision, matrix, 0);
      TestVector wr2 = new TestVector(arena, precision, n, 1);
      TestVector wi2 = new TestVector(arena, precision, n, 1);
      TestMatrix nothing = new TestMatrix(arena, precision, 0, 0, 1);
      geev(false, false, again, wr2, wi2, nothing, nothing);
      double trace = 0;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        trace += matrix[i][i];
        sum += wr2.get(i);
      }
      assertThat(sum).isCloseTo(trace, within(100 * n * precision.epsilon));
    }
  }

  @Test
  void geevFindsComplexPairs() {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix rotation =
          TestMatrix.of(arena, Precision.DOUBLE, new double[][] {{0, -2}, {2, 0}}, 0);
      TestVector wr = new TestVector(arena, Precision.DOUBLE, 2, 1);
      TestVector wi = new TestVector(arena, Precision.DOUBLE, 2, 1);
      TestMatrix vr = new TestMatrix(arena, Precision.DOUBLE, 2, 2, 0);
      TestMatrix nothing = new TestMatrix(arena, Precision.DOUBLE, 0, 0, 1);
      geev(false, true, rotation, wr, wi, nothing, vr);
      wr.assertIs(new double[] {0, 0}, 4, "real parts");
      wi.assertIs(new double[] {2, -2}, 4, "imaginary parts");
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aNanIsAFailureThatNamesTheOperand(Precision precision) {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix a = new TestMatrix(arena, precision, 4, 4, 0);
      TestVector w = new TestVector(arena, precision, 4, 1);
      TestMatrix nothing = new TestMatrix(arena, precision, 0, 0, 1);
      String p = precision == Precision.SINGLE ? "s" : "d";
      assertThatExceptionOfType(LapackException.class)
          .isThrownBy(() -> syevd(true, Triangle.UPPER, a, w))
          .withMessageStartingWith("[" + p + "syevd] argument 5, a, holds a NaN");
      assertThatExceptionOfType(LapackException.class)
          .isThrownBy(() -> gesdd(SingularVectors.NONE, a, w, nothing, nothing))
          .withMessageStartingWith("[" + p + "gesdd] argument 5, a, holds a NaN");
      assertThatExceptionOfType(LapackException.class)
          .isThrownBy(() -> geev(false, false, a, w, w, nothing, nothing))
          .withMessageStartingWith("[" + p + "geev] argument 5, a, holds a NaN");
    }
  }

  /** Infinities may come back as a failure or as NaN, but the call must come back. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void infinitiesEndTheIteration(Precision precision) {
    try (Arena arena = Arena.ofConfined()) {
      TestVector w = new TestVector(arena, precision, 8, 1);
      TestVector wi = new TestVector(arena, precision, 8, 1);
      TestMatrix nothing = new TestMatrix(arena, precision, 0, 0, 1);
      assertFiniteOrRefused(w, () -> syevd(false, Triangle.UPPER, infinite(arena, precision), w));
      assertFiniteOrRefused(
          w, () -> gesdd(SingularVectors.NONE, infinite(arena, precision), w, nothing, nothing));
      assertFiniteOrRefused(
          w, () -> geev(false, false, infinite(arena, precision), w, wi, nothing, nothing));
    }
  }

  /** OpenBLAS 1082: its threaded routines overran a Java thread's stack of 1 MB. */
  @Test
  void runsOnTheSmallestStackThatJavaGives() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, LapackSpectralTest::decomposeLarge, "small stack", 144L << 10);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  private static void decomposeLarge() {
    int n = 300;
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(54);
      TestVector s = new TestVector(arena, Precision.DOUBLE, n, 1);
      TestVector t = new TestVector(arena, Precision.DOUBLE, n, 1);
      TestMatrix u = new TestMatrix(arena, Precision.DOUBLE, n, n, 0);
      TestMatrix v = new TestMatrix(arena, Precision.DOUBLE, n, n, 0);
      gesdd(
          SingularVectors.ALL,
          TestMatrix.random(arena, Precision.DOUBLE, n, n, 0, random),
          s,
          u,
          v);
      geev(true, true, TestMatrix.random(arena, Precision.DOUBLE, n, n, 0, random), s, t, u, v);
      syevd(true, Triangle.LOWER, TestMatrix.random(arena, Precision.DOUBLE, n, n, 0, random), s);
      assertThat(s.values()).isSorted();
    }
  }

  private static TestMatrix infinite(Arena arena, Precision precision) {
    TestMatrix a = TestMatrix.random(arena, precision, 8, 8, 0, new SplittableRandom(55));
    a.set(3, 5, Double.POSITIVE_INFINITY);
    return a;
  }

  private static void assertFiniteOrRefused(TestVector values, Runnable call) {
    try {
      call.run();
    } catch (LapackException refused) {
      assertThat(refused.info()).isNotZero();
      return;
    }
    assertThat(values.values())
        .satisfiesAnyOf(
            found -> assertThat(found).contains(Double.NaN),
            found -> assertThat(found).contains(Double.POSITIVE_INFINITY));
  }

  private static void assertEigenvectors(
      Precision precision,
      double[][] a,
      TestVector wr,
      TestVector wi,
      double[][] vectors,
      int sign) {
    int n = a.length;
    double[][] image = multiply(a, vectors);
    double tolerance = 100.0 * n * precision.epsilon;
    for (int j = 0; j < n; j += wi.get(j) == 0 ? 1 : 2) {
      boolean pair = wi.get(j) != 0;
      double re = wr.get(j);
      double im = sign * wi.get(j);
      double norm = 0;
      for (int i = 0; i < n; i++) {
        double x = vectors[i][j];
        double y = pair ? vectors[i][j + 1] : 0;
        norm += x * x + y * y;
        assertThat(image[i][j]).isCloseTo(re * x - im * y, within(tolerance));
        if (pair) {
          assertThat(image[i][j + 1]).isCloseTo(re * y + im * x, within(tolerance));
        }
      }
      assertThat(norm).isCloseTo(1, within(tolerance));
    }
  }

  private static void assertClose(
      Precision precision, double[][] actual, double[][] expected, double epsilons, String what) {
    try (Arena arena = Arena.ofConfined()) {
      double wider = epsilons * precision.epsilon / Precision.DOUBLE.epsilon;
      TestMatrix.of(arena, Precision.DOUBLE, actual, 0).assertIs(expected, wider, what);
    }
  }

  private static void syevd(boolean vectors, Triangle triangle, TestMatrix a, TestVector w) {
    if (a.precision == Precision.SINGLE) {
      LapackSpectral.ssyevd(
          vectors, triangle, a.rows, a.segment, a.offset, a.ld, w.segment, w.offset);
    } else {
      LapackSpectral.dsyevd(
          vectors, triangle, a.rows, a.segment, a.offset, a.ld, w.segment, w.offset);
    }
  }

  private static void gesdd(
      SingularVectors vectors, TestMatrix a, TestVector s, TestMatrix u, TestMatrix vt) {
    if (a.precision == Precision.SINGLE) {
      LapackSpectral.sgesdd(
          vectors,
          a.rows,
          a.columns,
          a.segment,
          a.offset,
          a.ld,
          s.segment,
          s.offset,
          u.segment,
          u.offset,
          u.ld,
          vt.segment,
          vt.offset,
          vt.ld);
    } else {
      LapackSpectral.dgesdd(
          vectors,
          a.rows,
          a.columns,
          a.segment,
          a.offset,
          a.ld,
          s.segment,
          s.offset,
          u.segment,
          u.offset,
          u.ld,
          vt.segment,
          vt.offset,
          vt.ld);
    }
  }

  private static void geev(
      boolean left,
      boolean right,
      TestMatrix a,
      TestVector wr,
      TestVector wi,
      TestMatrix vl,
      TestMatrix vr) {
    if (a.precision == Precision.SINGLE) {
      LapackSpectral.sgeev(
          left,
          right,
          a.rows,
          a.segment,
          a.offset,
          a.ld,
          wr.segment,
          wr.offset,
          wi.segment,
          wi.offset,
          vl.segment,
          vl.offset,
          vl.ld,
          vr.segment,
          vr.offset,
          vr.ld);
    } else {
      LapackSpectral.dgeev(
          left,
          right,
          a.rows,
          a.segment,
          a.offset,
          a.ld,
          wr.segment,
          wr.offset,
          wi.segment,
          wi.offset,
          vl.segment,
          vl.offset,
          vl.ld,
          vr.segment,
          vr.offset,
          vr.ld);
    }
  }
}
