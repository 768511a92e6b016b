package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@InBothForms
class ElementwiseTest {
  private static final long SEED = 20260412;
  private static final Set<UnaryOperation> EXACT =
      EnumSet.of(
          UnaryOperation.NEG,
          UnaryOperation.ABS,
          UnaryOperation.SIGN,
          UnaryOperation.FLOOR,
          UnaryOperation.CEIL,
          UnaryOperation.ROUND,
          UnaryOperation.SQRT);

  /** Those whose reference rounds the argument of an exponential, which multiplies the error. */
  private static final Set<UnaryOperation> COMPOSED =
      Set.of(UnaryOperation.GELU, UnaryOperation.GELU_TANH);

  /** Those of two operands that are not exact; the reference itself may be 2 ULP off. */
  private static final Set<BinaryOperation> ROUNDED =
      Set.of(BinaryOperation.POW, BinaryOperation.ATAN2);

  ElementwiseTest(LoopForm form) {
    form.fix();
  }

  /** Sizes around the vector length of every type, and misalignments. */
  static int[] sizes() {
    int lanes = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;
    return new int[] {0, 1, 2, 3, lanes - 1, lanes, lanes + 1, 1000, 4097};
  }

  private static long offset(int n) {
    return n % 3 == 0 ? 0 : n % 7 + 1;
  }

  static Stream<Arguments> unaryOperations() {
    return Stream.of(UnaryOperation.values())
        .flatMap(
            operation ->
                Stream.of(ElementType.values())
                    .filter(operation::supports)
                    .map(type -> Arguments.of(operation, type)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("unaryOperations")
  void unaryAgreesWithItsMeaning(UnaryOperation operation, ElementType type) {
    UnaryKernel kernel = Elementwise.unary(operation, type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : sizes()) {
        ElementwiseElements in =
            new ElementwiseElements(arena, type, n, offset(n)).randomize(random);
        ElementwiseElements out =
            new ElementwiseElements(arena, kernel.resultType(), n, offset(n + 1));
        kernel.apply(in.memory, in.offset, out.memory, out.offset, n);
        for (int i = 0; i < n; i++) {
          checkUnary(operation, in, out, i);
        }
        if (kernel.resultType() == type) {
          ElementwiseElements same = in.copy(arena);
          kernel.apply(same.memory, same.offset, same.memory, same.offset, n);
          assertSameBits(same, out, "in place, seed " + SEED);
        }
      }
    }
  }

  private static void checkUnary(
      UnaryOperation operation, ElementwiseElements in, ElementwiseElements out, int i) {
    if (operation == UnaryOperation.IS_FINITE) {
      assertThat(out.bits(i))
          .as("isFinite(%s)", in.get(i))
          .isEqualTo(Double.isFinite(in.get(i)) ? 1 : 0);
      return;
    }
    switch (in.type) {
      case F32, F64 -> {
        double expected = ElementwiseReference.unary(operation, in.get(i));
        double ulps = EXACT.contains(operation) ? 0 : 3;
        if (in.type == ElementType.F64) {
          // The scalar lgamma is held to 2.5 ULP, the lanes to 4.
          ulps =
              COMPOSED.contains(operation) ? 1500 : operation == UnaryOperation.LGAMMA ? 7 : ulps;
        }
        assertNear(out, i, expected, ulps, "%s(%s)".formatted(operation, in.get(i)));
      }
      case I32 ->
          assertThat((int) out.getInteger(i))
              .as("%s(%d)", operation, in.getInteger(i))
              .isEqualTo((int) ElementwiseReference.unary(operation, in.getInteger(i)));
      case I64 ->
          assertThat(out.getInteger(i))
              .as("%s(%d)", operation, in.getInteger(i))
              .isEqualTo(ElementwiseReference.unary(operation, in.getInteger(i)));
      case BOOL -> assertThat(out.bits(i)).as("not").isEqualTo(1 - in.getInteger(i));
      case BF16 -> throw new IllegalStateException("no kernel computes in BF16");
    }
  }

  private static void assertNear(
      ElementwiseElements out, int i, double expected, double ulps, String what) {
    double actual = out.get(i);
    boolean single = out.type == ElementType.F32;
    double rounded = single ? (float) expected : expected;
    if (Double.compare(actual, rounded) == 0) {
      return;
    }
    double ulp = single ? Math.ulp((float) expected) : Math.ulp(expected);
    // Near the top of the range infinity and the largest number are neighbours.
    boolean near =
        (Double.isInfinite(actual) || Double.isInfinite(rounded))
            ? ulps > 0 && Math.abs(Math.abs(expected) / (single ? 0x1p128 : 0x1p1023) - 1) < 1e-6
            : Math.abs(actual - expected) <= ulps * ulp;
    assertThat(near)
        .as("%s of %s: expected %s, got %s, seed %d", what, out.type, rounded, actual, SEED)
        .isTrue();
  }

  private static void assertSameBits(
      ElementwiseElements actual, ElementwiseElements expected, String what) {
    for (int i = 0; i < expected.n; i++) {
      assertThat(actual.bits(i))
          .as("%s, element %d of %d", what, i, expected.n)
          .isEqualTo(expected.bits(i));
    }
  }

  /** The bits of an element depend neither on its place nor on how a range was divided. */
  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("unaryOperations")
  void unaryGivesTheSameBitsHoweverTheRangeIsDivided(UnaryOperation operation, ElementType type) {
    UnaryKernel kernel = Elementwise.unary(operation, type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      int n = 133;
      ElementwiseElements in = new ElementwiseElements(arena, type, n, 0).randomize(random);
      ElementwiseElements whole = new ElementwiseElements(arena, kernel.resultType(), n, 0);
      ElementwiseElements parts = new ElementwiseElements(arena, kernel.resultType(), n, 4);
      kernel.apply(in.memory, 0, whole.memory, 0, n);
      int done = 0;
      while (done < n) {
        int count = Math.min(n - done, 1 + random.nextInt(40));
        kernel.apply(
            in.memory,
            (long) done * type.byteWidth(),
            parts.memory,
            4 + (long) done * whole.type.byteWidth(),
            count);
        done += count;
      }
      assertSameBits(parts, whole, operation + " divided, seed " + SEED);
    }
  }

  static Stream<Arguments> binaryOperations() {
    return Stream.of(BinaryOperation.values())
        .flatMap(
            operation ->
                Stream.of(ElementType.values())
                    .filter(operation::supports)
                    .map(type -> Arguments.of(operation, type)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("binaryOperations")
  void binaryAgreesWithItsMeaning(BinaryOperation operation, ElementType type) {
    BinaryKernel kernel = Elementwise.binary(operation, type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : sizes()) {
        ElementwiseElements a =
            new ElementwiseElements(arena, type, Math.max(n, 1), offset(n)).randomize(random);
        ElementwiseElements b =
            new ElementwiseElements(arena, type, Math.max(n, 1), offset(n + 1)).randomize(random);
        for (int strides = 0; strides < 4; strides++) {
          int aStride = strides & 1;
          int bStride = strides >> 1;
          ElementwiseElements out = new ElementwiseElements(arena, type, n, offset(n + 2));
          kernel.apply(
              a.memory, a.offset, aStride, b.memory, b.offset, bStride, out.memory, out.offset, n);
          for (int i = 0; i < n; i++) {
            checkBinary(operation, a, i * aStride, b, i * bStride, out, i);
          }
        }
        checkInPlace(arena, kernel, a, b, n);
      }
    }
  }

  private static void checkInPlace(
      Arena arena, BinaryKernel kernel, ElementwiseElements a, ElementwiseElements b, int n) {
    ElementwiseElements out = new ElementwiseElements(arena, a.type, n, 0);
    kernel.apply(a.memory, a.offset, b.memory, b.offset, out.memory, 0, n);
    ElementwiseElements left = a.copy(arena);
    kernel.apply(left.memory, a.offset, b.memory, b.offset, left.memory, a.offset, n);
    assertSameBits(left, out, "left in place");
    ElementwiseElements right = b.copy(arena);
    kernel.apply(a.memory, a.offset, right.memory, b.offset, right.memory, b.offset, n);
    assertSameBits(right, out, "right in place");
  }

  private static void checkBinary(
      BinaryOperation operation,
      ElementwiseElements a,
      int i,
      ElementwiseElements b,
      int j,
      ElementwiseElements out,
      int k) {
    switch (a.type) {
      case F32 -> {
        float expected = ElementwiseReference.binary(operation, (float) a.get(i), (float) b.get(j));
        double ulps = ROUNDED.contains(operation) ? 1 : 0;
        String what = "%s(%s, %s)".formatted(operation, a.get(i), b.get(j));
        assertNear(out, k, expected, ulps, what);
      }
      case F64 -> {
        String what = "%s(%s, %s)".formatted(operation, a.get(i), b.get(j));
        double expected = ElementwiseReference.binary(operation, a.get(i), b.get(j));
        assertNear(out, k, expected, ROUNDED.contains(operation) ? 3 : 0, what);
      }
      case I32 ->
          assertThat((int) out.getInteger(k))
              .as("%s(%d, %d)", operation, a.getInteger(i), b.getInteger(j))
              .isEqualTo(
                  (int)
                      ElementwiseReference.binary(
                          operation, a.getInteger(i), b.getInteger(j), Integer.SIZE));
      case I64 ->
          assertThat(out.getInteger(k))
              .as("%s(%d, %d)", operation, a.getInteger(i), b.getInteger(j))
              .isEqualTo(
                  ElementwiseReference.binary(
                      operation, a.getInteger(i), b.getInteger(j), Long.SIZE));
      case BOOL ->
          assertThat(out.bits(k))
              .as("%s(%d, %d)", operation, a.bits(i), b.bits(j))
              .isEqualTo(
                  ElementwiseReference.binary(operation, a.getInteger(i) == 1, b.getInteger(j) == 1)
                      ? 1
                      : 0);
      case BF16 -> throw new IllegalStateException("no kernel computes in BF16");
    }
  }
}
