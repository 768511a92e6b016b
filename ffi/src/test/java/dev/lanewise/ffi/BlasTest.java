package dev.lanewise.ffi;

import static dev.lanewise.ffi.Reference.multiply;
import static dev.lanewise.ffi.Reference.multiplyAdd;
import static dev.lanewise.ffi.Reference.op;
import static dev.lanewise.ffi.Reference.transpose;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Level 3 against plain loops: every flag, padded and unpadded rows, empty extents. */
class BlasTest {
  static Stream<Arguments> products() {
    int[][] extents = {
      {0, 0, 0},
      {0, 2, 3},
      {2, 0, 3},
      {2, 3, 0},
      {1, 1, 1},
      {2, 3, 4},
      {7, 8, 9},
      {16, 16, 16},
      {17, 33, 5},
      {1, 64, 65},
      {65, 1, 64},
      {100, 101, 102},
      {20, 30, 513}
    };
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1], e[2])));
  }

  static Stream<Arguments> rectangles() {
    int[][] extents = {{0, 0}, {0, 3}, {3, 0}, {1, 1}, {2, 3}, {8, 5}, {17, 33}, {70, 41}};
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1])));
  }

  @ParameterizedTest
  @MethodSource("products")
  void gemm(Precision precision, int m, int n, int k) {
    SplittableRandom random = new SplittableRandom(21);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        for (double beta : new double[] {0, 1, -0.5}) {
          try (Arena arena = Arena.ofConfined()) {
            int padding = beta == 1 ? 0 : 3;
            TestMatrix a =
                TestMatrix.random(
                    arena, precision, transA.rows(m, k), transA.columns(m, k), padding, random);
            TestMatrix b =
                TestMatrix.random(
                    arena, precision, transB.rows(k, n), transB.columns(k, n), padding, random);
            // With beta = 0 the old C, NaN here, must not be read.
            TestMatrix c =
                beta == 0
                    ? new TestMatrix(arena, precision, m, n, padding)
                    : TestMatrix.random(arena, precision, m, n, padding, random);
            double[][] expected =
                multiplyAdd(
                    1.5,
                    op(transA, a.values(), m, k),
                    op(transB, b.values(), k, n),
                    beta,
                    c.values(),
                    k);
            if (precision == Precision.SINGLE) {
              Blas.sgemm(
                  transA,
                  transB,
                  m,
                  n,
                  k,
                  1.5f,
                  a.segment,
                  a.offset,
                  a.ld,
                  b.segment,
                  b.offset,
                  b.ld,
                  (float) beta,
                  c.segment,
                  c.offset,
                  c.ld);
            } else {
              Blas.dgemm(
                  transA, transB, m, n, k, 1.5, a.segment, a.offset, a.ld, b.segment, b.offset,
                  b.ld, beta, c.segment, c.offset, c.ld);
            }
            c.assertIs(expected, 4 + 2 * k, transA + " " + transB + " beta " + beta);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void symm(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(22);
    for (Side side : Side.values()) {
      for (Triangle triangle : Triangle.values()) {
        try (Arena arena = Arena.ofConfined()) {
          int order = side.order(m, n);
          TestMatrix a = TestMatrix.random(arena, precision, order, order, 1, random);
          TestMatrix b = TestMatrix.random(arena, precision, m, n, 2, random);
          TestMatrix c = TestMatrix.random(arena, precision, m, n, 3, random);
          double[][] full = Reference.symmetric(triangle, a.values());
          double[][] left = side == Side.LEFT ? full : b.values();
          double[][] right = side == Side.LEFT ? b.values() : full;
          double[][] expected = multiplyAdd(1.5, left, right, -0.5, c.values(), order);
          if (precision == Precision.SINGLE) {
            Blas.ssymm(
                side, triangle, m, n, 1.5f, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld,
                -0.5f, c.segment, c.offset, c.ld);
          } else {
            Blas.dsymm(
                side, triangle, m, n, 1.5, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld,
                -0.5, c.segment, c.offset, c.ld);
          }
          c.assertIs(expected, 4 + 2 * order, side + " " + triangle);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void syrkTouchesOneTriangle(Precision precision, int n, int k) {
    SplittableRandom random = new SplittableRandom(23);
    for (Transpose trans : Transpose.values()) {
      for (Triangle triangle : Triangle.values()) {
        try (Arena arena = Arena.ofConfined()) {
          TestMatrix a =
              TestMatrix.random(arena, precision, trans.rows(n, k), trans.columns(n, k), 1, random);
          TestMatrix c = TestMatrix.random(arena, precision, n, n, 2, random);
          double[][] opA = op(trans, a.values(), n, k);
          double[][] opAt = op(Transpose.YES, opA, k, n);
          double[][] expected = multiplyAdd(1.5, opA, opAt, -0.5, c.values(), k);
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              if (triangle == Triangle.UPPER ? i > j : i < j) {
                expected[i][j] = c.get(i, j);
              }
            }
          }
          if (precision == Precision.SINGLE) {
            Blas.ssyrk(
                triangle, trans, n, k, 1.5f, a.segment, a.offset, a.ld, -0.5f, c.segment, c.offset,
                c.ld);
          } else {
            Blas.dsyrk(
                triangle, trans, n, k, 1.5, a.segment, a.offset, a.ld, -0.5, c.segment, c.offset,
                c.ld);
          }
          c.assertIs(expected, 4 + 2 * k, trans + " " + triangle);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void trmmAndTrsmAreInverse(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(24);
    for (Side side : Side.values()) {
      for (Triangle triangle : Triangle.values()) {
        for (Transpose trans : Transpose.values()) {
          for (Diagonal diagonal : Diagonal.values()) {
            try (Arena arena = Arena.ofConfined()) {
              int order = side.order(m, n);
              TestMatrix a =
                  new TestMatrix(arena, precision, order, order, 1)
                      .fill(() -> random.nextDouble(-1, 1) / (order + 1));
              for (int i = 0; i < order; i++) {
                a.set(i, i, random.nextDouble(1, 2));
              }
              TestMatrix b = TestMatrix.random(arena, precision, m, n, 2, random);
              double[][] before = b.values();
              double[][] full =
                  op(trans, Reference.triangular(triangle, diagonal, a.values()), order, order);
              double[][] left = side == Side.LEFT ? full : before;
              double[][] right = side == Side.LEFT ? before : full;
              double[][] product = multiplyAdd(2, left, right, 0, before, order);
              String what = side + " " + triangle + " " + trans + " " + diagonal;
              if (precision == Precision.SINGLE) {
                Blas.strmm(
                    side, triangle, trans, diagonal, m, n, 2f, a.segment, a.offset, a.ld, b.segment,
                    b.offset, b.ld);
              } else {
                Blas.dtrmm(
                    side, triangle, trans, diagonal, m, n, 2, a.segment, a.offset, a.ld, b.segment,
                    b.offset, b.ld);
              }
              b.assertIs(product, 8 + 4 * order, what);
              if (precision == Precision.SINGLE) {
                Blas.strsm(
                    side, triangle, trans, diagonal, m, n, 0.5f, a.segment, a.offset, a.ld,
                    b.segment, b.offset, b.ld);
              } else {
                Blas.dtrsm(
                    side, triangle, trans, diagonal, m, n, 0.5, a.segment, a.offset, a.ld,
                    b.segment, b.offset, b.ld);
              }
              b.assertIs(before, 16 + 8 * order, what);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("products")
  void productOfTransposesIsTransposeOfProduct(Precision precision, int m, int n, int k) {
    SplittableRandom random = new SplittableRandom(25);
    try (Arena arena = Arena.ofShared()) {
      TestMatrix a = TestMatrix.random(arena, precision, m, k, 0, random);
      TestMatrix b = TestMatrix.random(arena, precision, k, n, 0, random);
      TestMatrix c = new TestMatrix(arena, precision, n, m, 0);
      double[][] expected =
          m == 0 || n == 0 || k == 0
              ? new double[n][m]
              : transpose(multiply(a.values(), b.values()));
      if (precision == Precision.SINGLE) {
        Blas.sgemm(
            Transpose.YES,
            Transpose.YES,
            n,
            m,
            k,
            1,
            b.segment,
            b.offset,
            b.ld,
            a.segment,
            a.offset,
            a.ld,
            0,
            c.segment,
            c.offset,
            c.ld);
      } else {
        Blas.dgemm(
            Transpose.YES,
            Transpose.YES,
            n,
            m,
            k,
            1,
            b.segment,
            b.offset,
            b.ld,
            a.segment,
            a.offset,
            a.ld,
            0,
            c.segment,
            c.offset,
            c.ld);
      }
      c.assertIs(expected, 4 + 2 * k, "(A B)^T");
    }
  }
}
