package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Level 1 against plain loops, at sizes around the vector lengths and with all signs of stride. */
class Blas1Test {
  private static final int[] SIZES = {0, 1, 2, 3, 7, 8, 15, 16, 17, 33, 100, 1027};

  static Stream<Arguments> pairs() {
    return Stream.of(Precision.values())
        .flatMap(
            precision ->
                IntStream.of(SIZES)
                    .boxed()
                    .flatMap(
                        n ->
                            Stream.of(
                                Arguments.of(precision, n, 1, 1),
                                Arguments.of(precision, n, 2, 1),
                                Arguments.of(precision, n, 1, -1),
                                Arguments.of(precision, n, -1, -1),
                                Arguments.of(precision, n, -3, 2))));
  }

  static Stream<Arguments> singles() {
    return pairs().filter(a -> (int) a.get()[2] > 0 && (int) a.get()[3] > 0);
  }

  static Stream<Arguments> singlesWithAnElement() {
    return singles().filter(a -> (int) a.get()[1] > 0);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void dotIsTheInnerProduct(Precision precision, int n, int incx, int incy) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(1);
      TestVector x = TestVector.random(arena, precision, n, incx, random);
      TestVector y = TestVector.random(arena, precision, n, incy, random);
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += x.get(i) * y.get(i);
      }
      double actual =
          precision == Precision.SINGLE
              ? Blas1.sdot(n, x.segment, x.offset, incx, y.segment, y.offset, incy)
              : Blas1.ddot(n, x.segment, x.offset, incx, y.segment, y.offset, incy);
      assertThat(actual).isCloseTo(expected, within((n + 1) * precision.epsilon));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void axpyAddsAMultiple(Precision precision, int n, int incx, int incy) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(2);
      TestVector x = TestVector.random(arena, precision, n, incx, random);
      TestVector y = TestVector.random(arena, precision, n, incy, random);
      double[] before = x.values();
      double[] expected = y.values();
      for (int i = 0; i < n; i++) {
        expected[i] += 0.75 * x.get(i);
      }
      if (precision == Precision.SINGLE) {
        Blas1.saxpy(n, 0.75f, x.segment, x.offset, incx, y.segment, y.offset, incy);
      } else {
        Blas1.daxpy(n, 0.75, x.segment, x.offset, incx, y.segment, y.offset, incy);
      }
      y.assertIs(expected, 2, "y");
      x.assertIs(before, 0, "x");
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void copyAndSwapMoveElements(Precision precision, int n, int incx, int incy) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(3);
      TestVector x = TestVector.random(arena, precision, n, incx, random);
      TestVector y = TestVector.random(arena, precision, n, incy, random);
      TestVector z = new TestVector(arena, precision, n, incy);
      double[] first = x.values();
      double[] second = y.values();
      if (precision == Precision.SINGLE) {
        Blas1.scopy(n, x.segment, x.offset, incx, z.segment, z.offset, incy);
        Blas1.sswap(n, x.segment, x.offset, incx, y.segment, y.offset, incy);
      } else {
        Blas1.dcopy(n, x.segment, x.offset, incx, z.segment, z.offset, incy);
        Blas1.dswap(n, x.segment, x.offset, incx, y.segment, y.offset, incy);
      }
      z.assertIs(first, 0, "copy");
      x.assertIs(second, 0, "x");
      y.assertIs(first, 0, "y");
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void rotTurnsEveryPair(Precision precision, int n, int incx, int incy) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(4);
      TestVector x = TestVector.random(arena, precision, n, incx, random);
      TestVector y = TestVector.random(arena, precision, n, incy, random);
      double c = 0.6;
      double s = 0.8;
      double[] newX = new double[n];
      double[] newY = new double[n];
      for (int i = 0; i < n; i++) {
        newX[i] = c * x.get(i) + s * y.get(i);
        newY[i] = c * y.get(i) - s * x.get(i);
      }
      if (precision == Precision.SINGLE) {
        Blas1.srot(n, x.segment, x.offset, incx, y.segment, y.offset, incy, (float) c, (float) s);
      } else {
        Blas1.drot(n, x.segment, x.offset, incx, y.segment, y.offset, incy, c, s);
      }
      x.assertIs(newX, 3, "x");
      y.assertIs(newY, 3, "y");
    }
  }

  @ParameterizedTest
  @MethodSource("singles")
  void scalMultipliesAll(Precision precision, int n, int incx, int unused) {
    try (Arena arena = Arena.ofConfined()) {
      TestVector x = TestVector.random(arena, precision, n, incx, new SplittableRandom(5));
      double[] expected = x.values();
      for (int i = 0; i < n; i++) {
        expected[i] *= -2.5;
      }
      if (precision == Precision.SINGLE) {
        Blas1.sscal(n, -2.5f, x.segment, x.offset, incx);
      } else {
        Blas1.dscal(n, -2.5, x.segment, x.offset, incx);
      }
      x.assertIs(expected, 2, "x");
    }
  }

  @ParameterizedTest
  @MethodSource("singles")
  void normsSumOverAll(Precision precision, int n, int incx, int unused) {
    try (Arena arena = Arena.ofConfined()) {
      TestVector x = TestVector.random(arena, precision, n, incx, new SplittableRandom(6));
      double squares = 0;
      double absolutes = 0;
      for (int i = 0; i < n; i++) {
        squares += x.get(i) * x.get(i);
        absolutes += Math.abs(x.get(i));
      }
      boolean single = precision == Precision.SINGLE;
      double norm =
          single
              ? Blas1.snrm2(n, x.segment, x.offset, incx)
              : Blas1.dnrm2(n, x.segment, x.offset, incx);
      double sum =
          single
              ? Blas1.sasum(n, x.segment, x.offset, incx)
              : Blas1.dasum(n, x.segment, x.offset, incx);
      assertThat(norm).isCloseTo(Math.sqrt(squares), within((n + 1) * precision.epsilon));
      assertThat(sum).isCloseTo(absolutes, within((n + 1) * precision.epsilon * (absolutes + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("singlesWithAnElement")
  void amaxFindsTheFirstOfTheLargest(Precision precision, int n, int incx, int unused) {
    try (Arena arena = Arena.ofConfined()) {
      for (int at : new int[] {0, n / 2, n - 1}) {
        TestVector x = TestVector.random(arena, precision, n, incx, new SplittableRandom(7));
        x.set(at, -4);
        x.set(n - 1, -4);
        int actual =
            precision == Precision.SINGLE
                ? Blas1.isamax(n, x.segment, x.offset, incx)
                : Blas1.idamax(n, x.segment, x.offset, incx);
        assertThat(actual).isEqualTo(at);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void nrm2DoesNotOverflow(Precision precision) {
    try (Arena arena = Arena.ofConfined()) {
      double large = precision == Precision.SINGLE ? 0x1p100 : 0x1p1000;
      TestVector x = new TestVector(arena, precision, 4, 1);
      for (int i = 0; i < 4; i++) {
        x.set(i, large);
      }
      double norm =
          precision == Precision.SINGLE
              ? Blas1.snrm2(4, x.segment, x.offset, 1)
              : Blas1.dnrm2(4, x.segment, x.offset, 1);
      assertThat(norm / large).isCloseTo(2, within(8 * precision.epsilon));
    }
  }
}
