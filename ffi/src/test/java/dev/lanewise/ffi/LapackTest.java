package dev.lanewise.ffi;

import static dev.lanewise.ffi.Reference.multiply;
import static dev.lanewise.ffi.Reference.part;
import static dev.lanewise.ffi.Reference.transpose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each factorisation is multiplied out, each solution put into its equation, by plain loops. */
class LapackTest {
  static Stream<Arguments> orders() {
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(1, 2, 3, 8, 17, 70, 130).map(n -> Arguments.of(p, n)));
  }

  static Stream<Arguments> rectangles() {
    int[][] extents = {{1, 1}, {3, 2}, {2, 3}, {17, 5}, {5, 17}, {64, 64}, {90, 40}, {40, 90}};
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1])));
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void getrfIsPermutedLowerTimesUpper(Precision precision, int m, int n) {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix a = TestMatrix.random(arena, precision, m, n, 2, new SplittableRandom(41));
      double[][] expected = a.values();
      int rank = Math.min(m, n);
      MemorySegment ipiv = arena.allocate(ValueLayout.JAVA_INT, rank);
      getrf(a, ipiv);
      double[][] lower = new double[m][rank];
      double[][] upper = new double[rank][n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          if (j < i && j < rank) {
            lower[i][j] = a.get(i, j);
          } else if (i <= j) {
            upper[i][j] = a.get(i, j);
          }
        }
        if (i < rank) {
          lower[i][i] = 1;
        }
      }
      for (int i = 0; i < rank; i++) {
        int other = ipiv.getAtIndex(ValueLayout.JAVA_INT, i) - 1;
        double[] row = expected[i];
        expected[i] = expected[other];
        expected[other] = row;
      }
      double[][] product = multiply(lower, upper);
      TestMatrix.of(arena, precision, product, 0).assertIs(expected, 20 * (m + n), "P L U");
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void getrsSolvesAndGetriInverts(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(42);
    for (Transpose trans : Transpose.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = dominant(arena, precision, n, 1, random);
        TestMatrix b = TestMatrix.random(arena, precision, n, 4, 3, random);
        double[][] matrix = a.values();
        double[][] right = b.values();
        MemorySegment ipiv = arena.allocate(ValueLayout.JAVA_INT, n);
        getrf(a, ipiv);
        if (precision == Precision.SINGLE) {
          Lapack.sgetrs(trans, n, 4, a.segment, a.offset, a.ld, ipiv, 0, b.segment, b.offset, b.ld);
          Lapack.sgetri(n, a.segment, a.offset, a.ld, ipiv, 0);
        } else {
          Lapack.dgetrs(trans, n, 4, a.segment, a.offset, a.ld, ipiv, 0, b.segment, b.offset, b.ld);
          Lapack.dgetri(n, a.segment, a.offset, a.ld, ipiv, 0);
        }
        double[][] op = trans == Transpose.NO ? matrix : transpose(matrix);
        assertClose(arena, precision, multiply(op, b.values()), right, 40 * n, "op(A) X");
        assertClose(
            arena,
            precision,
            multiply(matrix, a.values()),
            Reference.identity(n),
            40 * n,
            "A A^-1");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void potrfAndPotrsSolvePositiveDefiniteSystems(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(43);
    for (Triangle triangle : Triangle.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = dominant(arena, precision, n, 2, random);
        double[][] full = Reference.symmetric(triangle, a.values());
        TestMatrix b = TestMatrix.random(arena, precision, n, 3, 1, random);
        double[][] right = b.values();
        if (precision == Precision.SINGLE) {
          Lapack.spotrf(triangle, n, a.segment, a.offset, a.ld);
          Lapack.spotrs(triangle, n, 3, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld);
        } else {
          Lapack.dpotrf(triangle, n, a.segment, a.offset, a.ld);
          Lapack.dpotrs(triangle, n, 3, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld);
        }
        double[][] factor = Reference.triangular(triangle, Diagonal.STORED, a.values());
        double[][] product =
            triangle == Triangle.UPPER
                ? multiply(transpose(factor), factor)
                : multiply(factor, transpose(factor));
        assertClose(arena, precision, product, full, 20 * n, triangle + " factor");
        assertClose(arena, precision, multiply(full, b.values()), right, 40 * n, "A X");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void trtrsSolvesTriangularSystems(Precision precision, int n) {
    SplittableRandom random = new SplittableRandom(44);
    for (Triangle triangle : Triangle.values()) {
      for (Transpose trans : Transpose.values()) {
        for (Diagonal diagonal : Diagonal.values()) {
          try (Arena arena = Arena.ofConfined()) {
            TestMatrix a =
                new TestMatrix(arena, precision, n, n, 1)
                    .fill(() -> random.nextDouble(-1, 1) / (n + 1));
            for (int i = 0; i < n; i++) {
              a.set(i, i, random.nextDouble(1, 2));
            }
            TestMatrix b = TestMatrix.random(arena, precision, n, 3, 2, random);
            double[][] right = b.values();
            if (precision == Precision.SINGLE) {
              Lapack.strtrs(
                  triangle, trans, diagonal, n, 3, a.segment, a.offset, a.ld, b.segment, b.offset,
                  b.ld);
            } else {
              Lapack.dtrtrs(
                  triangle, trans, diagonal, n, 3, a.segment, a.offset, a.ld, b.segment, b.offset,
                  b.ld);
            }
            double[][] full = Reference.triangular(triangle, diagonal, a.values());
            double[][] op = trans == Transpose.NO ? full : transpose(full);
            String what = triangle + " " + trans + " " + diagonal;
            assertClose(arena, precision, multiply(op, b.values()), right, 40 * n, what);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void geqrfAndOrgqrMakeAnOrthonormalFactor(Precision precision, int m, int n) {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix a = TestMatrix.random(arena, precision, m, n, 2, new SplittableRandom(45));
      double[][] expected = a.values();
      int rank = Math.min(m, n);
      MemorySegment tau = arena.allocate((long) rank * precision.bytes, 64);
      if (precision == Precision.SINGLE) {
        Lapack.sgeqrf(m, n, a.segment, a.offset, a.ld, tau, 0);
      } else {
        Lapack.dgeqrf(m, n, a.segment, a.offset, a.ld, tau, 0);
      }
      double[][] upper = new double[rank][n];
      for (int i = 0; i < rank; i++) {
        for (int j = i; j < n; j++) {
          upper[i][j] = a.get(i, j);
        }
      }
      if (precision == Precision.SINGLE) {
        Lapack.sorgqr(m, rank, rank, a.segment, a.offset, a.ld, tau, 0);
      } else {
        Lapack.dorgqr(m, rank, rank, a.segment, a.offset, a.ld, tau, 0);
      }
      double[][] q = part(a.values(), m, rank);
      assertClose(arena, precision, multiply(q, upper), expected, 20 * (m + n), "Q R");
      assertClose(
          arena,
          precision,
          multiply(transpose(q), q),
          Reference.identity(rank),
          20 * (m + n),
          "Q^T Q");
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void gelsSatisfiesTheNormalEquations(Precision precision, int m, int n) {
    SplittableRandom random = new SplittableRandom(46);
    for (Transpose trans : Transpose.values()) {
      try (Arena arena = Arena.ofConfined()) {
        TestMatrix a = TestMatrix.random(arena, precision, m, n, 1, random);
        for (int i = 0; i < Math.min(m, n); i++) {
          a.set(i, i, m + n);
        }
        int rows = trans.rows(m, n);
        int columns = trans.columns(m, n);
        TestMatrix b = TestMatrix.random(arena, precision, Math.max(m, n), 2, 2, random);
        double[][] op = Reference.op(trans, a.values(), rows, columns);
        double[][] right = part(b.values(), rows, 2);
        if (precision == Precision.SINGLE) {
          Lapack.sgels(trans, m, n, 2, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld);
        } else {
          Lapack.dgels(trans, m, n, 2, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld);
        }
        double[][] x = part(b.values(), columns, 2);
        double[][] gram = multiply(transpose(op), op);
        double[][] projected = multiply(transpose(op), right);
        double scale = 40.0 * (m + n) * (m + n);
        assertClose(arena, precision, multiply(gram, x), projected, scale, "A^T A X, " + trans);
        if (rows < columns) {
          // Exactly solvable, and of least norm: X lies in the range of A^T.
          assertClose(arena, precision, multiply(op, x), right, scale, "A X, " + trans);
          assertInRange(arena, precision, op, x, scale);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void emptyExtentsAreNoWork(Precision precision) {
    try (Arena arena = Arena.ofConfined()) {
      TestMatrix a = new TestMatrix(arena, precision, 0, 0, 1);
      MemorySegment none = MemorySegment.NULL;
      if (precision == Precision.SINGLE) {
        Lapack.sgetrf(0, 0, a.segment, a.offset, a.ld, none, 0);
        Lapack.sgetrs(Transpose.NO, 0, 0, a.segment, a.offset, a.ld, none, 0, none, 0, 1);
        Lapack.sgetri(0, a.segment, a.offset, a.ld, none, 0);
        Lapack.spotrf(Triangle.UPPER, 0, a.segment, a.offset, a.ld);
        Lapack.sgeqrf(0, 0, a.segment, a.offset, a.ld, none, 0);
        Lapack.sgels(Transpose.NO, 0, 0, 0, a.segment, a.offset, a.ld, none, 0, 1);
      } else {
        Lapack.dgetrf(0, 0, a.segment, a.offset, a.ld, none, 0);
        Lapack.dgetrs(Transpose.NO, 0, 0, a.segment, a.offset, a.ld, none, 0, none, 0, 1);
        Lapack.dgetri(0, a.segment, a.offset, a.ld, none, 0);
        Lapack.dpotrf(Triangle.UPPER, 0, a.segment, a.offset, a.ld);
        Lapack.dgeqrf(0, 0, a.segment, a.offset, a.ld, none, 0);
        Lapack.dgels(Transpose.NO, 0, 0, 0, a.segment, a.offset, a.ld, none, 0, 1);
      }
      a.assertIs(new double[0][0], 0, "A");
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void failuresSayWhatTheyMean(Precision precision) {
    try (Arena arena = Arena.ofConfined()) {
      String p = precision == Precision.SINGLE ? "s" : "d";
      MemorySegment ipiv = arena.allocate(ValueLayout.JAVA_INT, 3);
      TestMatrix singular =
          TestMatrix.of(arena, precision, new double[][] {{1, 2, 3}, {2, 4, 6}, {1, 1, 1}}, 0);
      assertFails(() -> getrf(singular, ipiv), p + "getrf", 3, "U(3,3) is exactly zero");
      assertFails(() -> getri(singular, ipiv), p + "getri", 3, "no inverse");
      TestMatrix indefinite =
          TestMatrix.of(arena, precision, new double[][] {{1, 2, 0}, {2, 1, 0}, {0, 0, 1}}, 1);
      assertFails(
          () -> potrf(indefinite),
          p + "potrf",
          2,
          "leading minor of order 2 is not positive definite");
      TestMatrix zeroOnDiagonal =
          TestMatrix.of(arena, precision, new double[][] {{1, 2, 3}, {0, 0, 3}, {0, 0, 1}}, 1);
      TestMatrix b = TestMatrix.of(arena, precision, new double[][] {{1}, {1}, {1}}, 0);
      assertFails(() -> trtrs(zeroOnDiagonal, b), p + "trtrs", 2, "A(2,2) is exactly zero");
      TestMatrix deficient =
          TestMatrix.of(arena, precision, new double[][] {{1, 0}, {0, 0}, {0, 0}}, 0);
      assertFails(() -> gels(deficient, b), p + "gels", 2, "not full rank");
      TestMatrix nan =
          TestMatrix.of(
              arena, precision, new double[][] {{1, 2, 3}, {2, Double.NaN, 6}, {1, 1, 1}}, 0);
      assertFails(() -> getrf(nan, ipiv), p + "getrf", -4, "argument 4, a, holds a NaN");
    }
  }

  private static void assertFails(Runnable call, String routine, int info, String meaning) {
    assertThatExceptionOfType(LapackException.class)
        .isThrownBy(call::run)
        .withMessageStartingWith("[" + routine + "] ")
        .withMessageContaining(meaning)
        .satisfies(
            e -> {
              assertThat(e.routine()).isEqualTo(routine);
              assertThat(e.info()).isEqualTo(info);
            });
  }

  private static void assertClose(
      Arena arena,
      Precision precision,
      double[][] actual,
      double[][] expected,
      double epsilons,
      String what) {
    // Through a matrix of doubles, so that nothing is rounded on the way to the comparison.
    double wider = epsilons * precision.epsilon / Precision.DOUBLE.epsilon;
    TestMatrix.of(arena, Precision.DOUBLE, actual, 0).assertIs(expected, wider, what);
  }

  /** X = A^T Y for some Y, which (A A^T)^-1 A X gives: so A^T (A A^T)^-1 A X = X. */
  private static void assertInRange(
      Arena arena, Precision precision, double[][] a, double[][] x, double epsilons) {
    double[][] y = multiply(a, x);
    TestMatrix gram = TestMatrix.of(arena, Precision.DOUBLE, multiply(a, transpose(a)), 0);
    TestMatrix solution = TestMatrix.of(arena, Precision.DOUBLE, y, 0);
    MemorySegment ipiv = arena.allocate(ValueLayout.JAVA_INT, gram.rows);
    getrf(gram, ipiv);
    Lapack.dgetrs(
        Transpose.NO,
        gram.rows,
        solution.columns,
        gram.segment,
        gram.offset,
        gram.ld,
        ipiv,
        0,
        solution.segment,
        solution.offset,
        solution.ld);
    assertClose(
        arena, precision, multiply(transpose(a), solution.values()), x, epsilons, "least norm");
  }

  /** Diagonally dominant, hence positive definite if symmetric and far from singular. */
  private static TestMatrix dominant(
      Arena arena, Precision precision, int n, int padding, SplittableRandom random) {
    TestMatrix a =
        new TestMatrix(arena, precision, n, n, padding)
            .fill(() -> random.nextDouble(-1, 1) / (n + 1));
    for (int i = 0; i < n; i++) {
      a.set(i, i, random.nextDouble(1, 2));
    }
    return a;
  }

  private static void getrf(TestMatrix a, MemorySegment ipiv) {
    if (a.precision == Precision.SINGLE) {
      Lapack.sgetrf(a.rows, a.columns, a.segment, a.offset, a.ld, ipiv, 0);
    } else {
      Lapack.dgetrf(a.rows, a.columns, a.segment, a.offset, a.ld, ipiv, 0);
    }
  }

  private static void getri(TestMatrix a, MemorySegment ipiv) {
    if (a.precision == Precision.SINGLE) {
      Lapack.sgetri(a.rows, a.segment, a.offset, a.ld, ipiv, 0);
    } else {
      Lapack.dgetri(a.rows, a.segment, a.offset, a.ld, ipiv, 0);
    }
  }

  private static void potrf(TestMatrix a) {
    if (a.precision == Precision.SINGLE) {
      Lapack.spotrf(Triangle.LOWER, a.rows, a.segment, a.offset, a.ld);
    } else {
      Lapack.dpotrf(Triangle.LOWER, a.rows, a.segment, a.offset, a.ld);
    }
  }

  private static void trtrs(TestMatrix a, TestMatrix b) {
    if (a.precision == Precision.SINGLE) {
      Lapack.strtrs(
          Triangle.UPPER,
          Transpose.NO,
          Diagonal.STORED,
          a.rows,
          b.columns,
          a.segment,
          a.offset,
          a.ld,
          b.segment,
          b.offset,
          b.ld);
    } else {
      Lapack.dtrtrs(
          Triangle.UPPER,
          Transpose.NO,
          Diagonal.STORED,
          a.rows,
          b.columns,
          a.segment,
          a.offset,
          a.ld,
          b.segment,
          b.offset,
          b.ld);
    }
  }

  private static void gels(TestMatrix a, TestMatrix b) {
    if (a.precision == Precision.SINGLE) {
      Lapack.sgels(
          Transpose.NO,
          a.rows,
          a.columns,
          b.columns,
          a.segment,
          a.offset,
          a.ld,
          b.segment,
          b.offset,
          b.ld);
    } else {
      Lapack.dgels(
          Transpose.NO,
          a.rows,
          a.columns,
          b.columns,
          a.segment,
          a.offset,
          a.ld,
          b.segment,
          b.offset,
          b.ld);
    }
  }
}
