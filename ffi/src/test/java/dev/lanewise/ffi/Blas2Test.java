package dev.lanewise.ffi;

import static dev.lanewise.ffi.Reference.multiply;
import static dev.lanewise.ffi.Reference.multiplyAdd;
import static dev.lanewise.ffi.Reference.op;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Level 2 against plain loops: every flag, padded and unpadded rows, increments of both signs. */
class Blas2Test {
  private static final int[][] INCREMENTS = {{1, 1}, {2, 3}, {-1, 2}, {1, -2}};

  static Stream<Arguments> rectangles() {
    int[][] extents = {{1, 1}, {2, 3}, {3, 2}, {8, 8}, {17, 5}, {5, 17}, {64, 33}, {130, 131}};
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1])));
  }

  static Stream<Arguments> emptyRectangles() {
    return Stream.of(Precision.values())
        .flatMap(
            p -> Stream.of(Arguments.of(p, 0, 0), Arguments.of(p, 0, 3), Arguments.of(p, 3, 0)));
  }

  static Stream<Arguments> squares() {
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(0, 1, 2, 3, 8, 17, 64, 131).map(n -> Arguments.of(p, n)));
  }

  @ParameterizedTest
  @MethodSource({"rectangles", "emptyRectangles"})
  void gemv(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(11);
    for (Transpose trans : Transpose.values()) {
      for (int[] inc : INCREMENTS) {
        for (double beta : new double[] {0, 1, -0.5}) {
          try (Arena arena = Arena.ofConfined()) {
            int rows = trans.rows(m, n);
            int columns = trans.columns(m, n);
            TestMatrix a = TestMatrix.random(arena, precision, m, n, inc[0] & 3, random);
            TestVector x = TestVector.random(arena, precision, columns, inc[0], random);
            // With beta = 0 the old y, NaN here, must not be read.
            TestVector y =
                beta == 0
                    ? new TestVector(arena, precision, rows, inc[1])
                    : TestVector.random(arena, precision, rows, inc[1], random);
            double[][] expected =
                multiplyAdd(
                    1.5,
                    op(trans, a.values(), rows, columns),
                    column(x.values()),
                    beta,
                    column(y.values()),
                    columns);
            if (precision == Precision.SINGLE) {
              Blas2.sgemv(
                  trans,
                  m,
                  n,
                  1.5f,
                  a.segment,
                  a.offset,
                  a.ld,
                  x.segment,
                  x.offset,
                  x.inc,
                  (float) beta,
                  y.segment,
                  y.offset,
                  y.inc);
            } else {
              Blas2.dgemv(
                  trans, m, n, 1.5, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc, beta,
                  y.segment, y.offset, y.inc);
            }
            y.assertIs(column(expected, y.n), 4 + 2 * columns, trans + " beta " + beta);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"rectangles", "emptyRectangles"})
  void ger(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(12);
    for (int[] inc : INCREMENTS) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = TestMatrix.random(arena, precision, m, n, inc[0] & 3, random);
        TestVector x = TestVector.random(arena, precision, m, inc[0], random);
        TestVector y = TestVector.random(arena, precision, n, inc[1], random);
        double[][] expected = a.values();
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            expected[i][j] += -0.75 * x.get(i) * y.get(j);
          }
        }
        if (precision == Precision.SINGLE) {
          Blas2.sger(
              m, n, -0.75f, x.segment, x.offset, x.inc, y.segment, y.offset, y.inc, a.segment,
              a.offset, a.ld);
        } else {
          Blas2.dger(
              m, n, -0.75, x.segment, x.offset, x.inc, y.segment, y.offset, y.inc, a.segment,
              a.offset, a.ld);
        }
        a.assertIs(expected, 4, "A");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("squares")
  void symv(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(13);
    for (Triangle triangle : Triangle.values()) {
      for (int[] inc : INCREMENTS) {
        try (Arena arena = Arena.ofConfined()) {
          TestMatrix a = TestMatrix.random(arena, precision, n, n, inc[0] & 3, random);
          TestVector x = TestVector.random(arena, precision, n, inc[0], random);
          TestVector y = TestVector.random(arena, precision, n, inc[1], random);
          double[][] expected =
              multiplyAdd(
                  1.5,
                  Reference.symmetric(triangle, a.values()),
                  column(x.values()),
                  -0.5,
                  column(y.values()),
                  n);
          if (precision == Precision.SINGLE) {
            Blas2.ssymv(
                triangle, n, 1.5f, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc, -0.5f,
                y.segment, y.offset, y.inc);
          } else {
            Blas2.dsymv(
                triangle, n, 1.5, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc, -0.5,
                y.segment, y.offset, y.inc);
          }
          y.assertIs(column(expected, y.n), 4 + 2 * n, triangle.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("squares")
  void trmvAndTrsvAreInverse(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(14);
    for (Triangle triangle : Triangle.values()) {
      for (Transpose trans : Transpose.values()) {
        for (Diagonal diagonal : Diagonal.values()) {
          for (int inc : new int[] {1, 2, -3}) {
            try (Arena arena = Arena.ofConfined()) {
              TestMatrix a = wellConditioned(arena, precision, n, random);
              TestVector x = TestVector.random(arena, precision, n, inc, random);
              double[] before = x.values();
              double[][] full = Reference.triangular(triangle, diagonal, a.values());
              double[] product = column(multiply(op(trans, full, n, n), column(before)), n);
              String what = triangle + " " + trans + " " + diagonal + " " + inc;
              trmv(precision, triangle, trans, diagonal, a, x);
              x.assertIs(product, 4 + 2 * n, what);
              trsv(precision, triangle, trans, diagonal, a, x);
              x.assertIs(before, 16 + 8 * n, what);
            }
          }
        }
      }
    }
  }

  private static double[] column(double[][] a, int n) {
    return n == 0 ? new double[0] : Reference.column(a, 0);
  }

  private static double[][] column(double[] x) {
    return Reference.column(x);
  }

  /** Small beside its diagonal of ones and twos, so that solving loses no digits. */
  private static TestMatrix wellConditioned(
      Arena arena, Precision precision, int n, SplittableRandom random) {
    TestMatrix a =
        new TestMatrix(arena, precision, n, n, 2).fill(() -> random.nextDouble(-1, 1) / (n + 1));
    for (int i = 0; i < n; i++) {
      a.set(i, i, random.nextDouble(1, 2));
    }
    return a;
  }

  private static void trmv(
      Precision precision,
      Triangle triangle,
      Transpose trans,
      Diagonal diagonal,
      TestMatrix a,
      TestVector x) {
    if (precision == Precision.SINGLE) {
      Blas2.strmv(
          triangle, trans, diagonal, x.n, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc);
    } else {
      Blas2.dtrmv(
          triangle, trans, diagonal, x.n, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc);
    }
  }

  private static void trsv(
      Precision precision,
      Triangle triangle,
      Transpose trans,
      Diagonal diagonal,
      TestMatrix a,
      TestVector x) {
    if (precision == Precision.SINGLE) {
      Blas2.strsv(
          triangle, trans, diagonal, x.n, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc);
    } else {
      Blas2.dtrsv(
          triangle, trans, diagonal, x.n, a.segment, a.offset, a.ld, x.segment, x.offset, x.inc);
    }
  }
}
