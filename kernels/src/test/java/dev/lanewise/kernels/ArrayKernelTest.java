package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That the scalar code has the bits of the vector code is {@link ScalarTwinTest}'s. */
class ArrayKernelTest {
  private static final int N = 100;

  private static float[] random(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = (float) random.nextDouble(-3, 3);
    }
    return array;
  }

  private static MemorySegment copy(Arena arena, float[] array) {
    return arena.allocateFrom(ValueLayout.JAVA_FLOAT, array);
  }

  private static ArrayKernel required(@Nullable ArrayKernel kernel) {
    return Objects.requireNonNull(kernel);
  }

  @Test
  void arraysHoldWhatMemoryWould() {
    float[] x = random(N);
    float[] y = random(1);
    float[] actual = new float[N];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment expected = arena.allocate(4L * N, 64);
      UnaryKernel exp = Elementwise.unary(UnaryOperation.EXP, ElementType.F32);
      exp.apply(copy(arena, x), 0, expected, 0, N);
      required(exp.onArrays()).run(x, x, x, actual, N);
      assertThat(actual).isEqualTo(expected.toArray(ValueLayout.JAVA_FLOAT));

      BinaryKernel sub = Elementwise.binary(BinaryOperation.SUB, ElementType.F32);
      sub.apply(copy(arena, y), 0, 0, copy(arena, x), 0, 1, expected, 0, N);
      required(sub.onArrays(0, 1)).run(y, x, x, actual, N);
      assertThat(actual).isEqualTo(expected.toArray(ValueLayout.JAVA_FLOAT));

      TernaryKernel clamp = Elementwise.clamp(ElementType.F32);
      float[] low = {-1};
      float[] high = {1};
      required(clamp.onArrays(0, 1, 0)).run(low, x, high, actual, N);
      for (int i = 0; i < N; i++) {
        assertThat(actual[i]).isEqualTo(Math.clamp(x[i], -1, 1));
      }
    }
  }

  @Test
  void whatLiesBehindTheElementsStays() {
    float[] x = random(N);
    float[] out = new float[N];
    required(Elementwise.unary(UnaryOperation.NEG, ElementType.F32).onArrays())
        .run(x, x, x, out, N / 2);
    for (int i = 0; i < N; i++) {
      assertThat(out[i]).isEqualTo(i < N / 2 ? -x[i] : 0);
    }
  }

  @Test
  void aKernelSaysWhichArraysItTakes() {
    ArrayKernel less = required(Elementwise.compare(Comparison.LT, ElementType.I64).onArrays(1, 1));
    assertThat(less.operandCount()).isEqualTo(2);
    assertThat(less.takes(0, ElementType.I64)).isTrue();
    assertThat(less.takes(1, ElementType.F64)).isFalse();
    assertThat(less.gives(ElementType.BOOL)).isTrue();
    // Computed in integer lanes: the bits are right, the array is not one of floats.
    ArrayKernel widen = required(Elementwise.convert(ElementType.BF16, ElementType.F32).onArrays());
    assertThat(widen.gives(ElementType.F32)).isFalse();
  }

  @Test
  void thereIsNoneForWhatHasNoVectors() {
    assertThat(Elementwise.polygamma(2, ElementType.F64).onArrays()).isNull();
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    ArrayKernel exp = required(Elementwise.unary(UnaryOperation.EXP, ElementType.F32).onArrays());
    float[] x = random(N);
    assertThatThrownBy(() -> exp.run(x, x, x, new float[N - 1], N))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> exp.run(x, x, x, new int[N], N))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void aFoldOnArraysIsTheFoldInMemory() {
    for (int lanes : new int[] {1, 8, 16}) {
      RowFold fold = RowFold.of(Reduction.SUM, ElementType.F32, lanes);
      ArrayFold onArrays = fold.onArrays();
      float[] accumulators = new float[onArrays.length()];
      float[] out = new float[1];
      onArrays.start(accumulators);
      float[] first = random(64);
      float[] last = random(N);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment m = arena.allocate(fold.bytes(), 64);
        MemorySegment result = arena.allocate(4, 64);
        fold.start(m, 0);
        fold.add(copy(arena, Arrays.copyOf(first, 96)), 0, 64, m, 0);
        fold.add(copy(arena, Arrays.copyOf(last, N + 32)), 0, N, m, 0);
        fold.finish(m, 0, result, 0);
        onArrays.add(first, 64, accumulators);
        onArrays.add(Arrays.copyOf(last, N + 32), N, accumulators);
        onArrays.finish(accumulators, out);
        assertThat(out[0]).isEqualTo(result.get(ValueLayout.JAVA_FLOAT, 0));
      }
    }
  }
}
