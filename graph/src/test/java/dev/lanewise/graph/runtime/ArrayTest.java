package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.user.Caller;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrayTest {
  private static final Shape TWO_BY_THREE = Shape.of(2, 3);

  @Test
  void elementsOfEveryTypeComeBackAsTheyWentIn() {
    assertThat(Array.ofFloats(TWO_BY_THREE, 1, 2, 3, 4, 5, -0f).toFloats())
        .containsExactly(1, 2, 3, 4, 5, -0f);
    assertThat(Array.ofDoubles(Shape.of(2), Math.PI, Double.NaN).toDoubles())
        .containsExactly(Math.PI, Double.NaN);
    assertThat(Array.ofInts(Shape.of(2), 7, Integer.MIN_VALUE).toInts())
        .containsExactly(7, Integer.MIN_VALUE);
    assertThat(Array.ofLongs(Shape.of(1), Long.MAX_VALUE).toLongs())
        .containsExactly(Long.MAX_VALUE);
    assertThat(Array.ofBooleans(Shape.of(3), true, false, true).toBooleans())
        .containsExactly(true, false, true);
  }

  @Test
  void literalsOfEveryTypeAndSizeSurviveTheRoundTrip() {
    SplittableRandom random = new SplittableRandom(1);
    for (DType dtype : DType.values()) {
      for (int size : new int[] {0, 1, 7, 64, 1000}) {
        Literal literal =
            RandomLiterals.next(random, TensorType.of(dtype, size), RandomLiterals.Values.EXTREME);
        try (Array array = Array.of(literal)) {
          assertThat(array.toLiteral()).isEqualTo(literal);
        }
      }
    }
  }

  @Test
  void narrowerTypesWiden() {
    assertThat(Array.ofFloats(Shape.of(1), 0.1f).toDoubles()).containsExactly((double) 0.1f);
    assertThat(Array.ofInts(Shape.of(1), -5).toLongs()).containsExactly(-5L);
    Literal halves = Literal.ofReals(TensorType.of(DType.BF16, 2), 1.5, -2);
    assertThat(Array.of(halves).toFloats()).containsExactly(1.5f, -2f);
    assertThat(Array.of(halves).toDoubles()).containsExactly(1.5, -2.0);
  }

  @Test
  void zerosAreZerosEvenInReusedMemory() {
    TensorType type = TensorType.of(DType.F32, 777);
    for (int round = 0; round < 3; round++) {
      try (Array dirty = Array.allocate(type)) {
        float[] ones = new float[777];
        Arrays.fill(ones, 1);
        dirty.write(ones);
      }
      try (Array zeros = Array.zeros(type)) {
        assertThat(zeros.toFloats()).containsOnly(0f);
      }
    }
  }

  @Test
  void itemReadsTheOnlyElementOfAnyType() {
    assertThat(Array.ofFloats(Shape.scalar(), 1.5f).item()).isEqualTo(1.5);
    assertThat(Array.ofDoubles(Shape.of(1, 1), 0.1).item()).isEqualTo(0.1);
    assertThat(Array.ofInts(Shape.scalar(), -3).item()).isEqualTo(-3);
    assertThat(Array.ofLongs(Shape.scalar(), 1L << 40).item()).isEqualTo(0x1p40);
    assertThat(Array.ofBooleans(Shape.scalar(), true).item()).isEqualTo(1);
    assertThat(Array.of(Literal.scalar(DType.BF16, 0.5)).item()).isEqualTo(0.5);
    assertThatThrownBy(() -> Array.ofInts(Shape.of(2), 1, 2).item())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[item] needs one element, the array is I32[2]");
  }

  @Test
  void copiesAndWritesReachJavaArraysAndSegments() {
    try (Array array = Array.ofFloats(Shape.of(3), 1, 2, 3);
        Arena arena = Arena.ofConfined()) {
      float[] longer = new float[5];
      array.copyTo(longer);
      assertThat(longer).containsExactly(1, 2, 3, 0, 0);
      array.write(new float[] {9, 8, 7, 6}, 1);
      assertThat(array.toFloats()).containsExactly(8, 7, 6);
      MemorySegment nativeCopy = arena.allocate(12, 4);
      array.copyTo(nativeCopy);
      assertThat(nativeCopy.getAtIndex(ValueLayout.JAVA_FLOAT, 2)).isEqualTo(6);
      array.write(MemorySegment.ofArray(new float[] {4, 5, 6}));
      assertThat(array.toFloats()).containsExactly(4, 5, 6);
    }
    try (Array array =
        Array.copyOf(TensorType.of(DType.BOOL, 3), MemorySegment.ofArray(new byte[] {0, 1, 77}))) {
      assertThat(array.toBooleans()).containsExactly(false, true, true);
      byte[] bytes = new byte[3];
      array.copyTo(MemorySegment.ofArray(bytes));
      assertThat(bytes).containsExactly(0, 1, 1);
    }
  }

  @Test
  void typedCopiesAndWritesOfEveryKind() {
    double[] doubles = new double[2];
    Array.ofDoubles(Shape.of(2), 1, 2).copyTo(doubles);
    assertThat(doubles).containsExactly(1, 2);
    int[] ints = new int[2];
    Array.ofInts(Shape.of(2), 1, 2).copyTo(ints);
    assertThat(ints).containsExactly(1, 2);
    long[] longs = new long[2];
    Array.ofLongs(Shape.of(2), 1, 2).copyTo(longs);
    assertThat(longs).containsExactly(1, 2);
    Array array = Array.zeros(TensorType.of(DType.I32, 2));
    array.write(new int[] {0, 3, 4}, 1);
    assertThat(array.toInts()).containsExactly(3, 4);
    Array wide = Array.zeros(TensorType.of(DType.F64, 2));
    wide.write(new double[] {3, 4, 5}, 0);
    assertThat(wide.toDoubles()).containsExactly(3, 4);
  }

  @Test
  void theWrongTypeOrLengthIsRefused() {
    Array floats = Array.ofFloats(Shape.of(3), 1, 2, 3);
    assertThatThrownBy(() -> Array.ofFloats(TWO_BY_THREE, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[array] F32[2, 3] has 6 elements, given 2");
    assertThatThrownBy(floats::toInts)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[toInts] needs an array of I32, this is F32[3]");
    assertThatThrownBy(() -> floats.copyTo(new float[2]))
        .hasMessage("[copyTo] F32[3] does not fit a Java array of 2 elements");
    assertThatThrownBy(() -> floats.write(new float[4]))
        .hasMessage("[write] F32[3] has 3 elements, given 4");
    assertThatThrownBy(() -> floats.write(new float[4], 2))
        .hasMessage("[write] F32[3] needs 3 elements from index 2 of a Java array of 4");
    assertThatThrownBy(() -> floats.write(new float[4], -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> floats.write(new double[3]))
        .hasMessage("[write] needs an array of F64, this is F32[3]");
    assertThatThrownBy(() -> floats.write(MemorySegment.ofArray(new byte[11])))
        .hasMessage("[write] F32[3] has 12 bytes, the segment 11");
    assertThat(floats.toFloats()).containsExactly(1, 2, 3);
  }

  @Test
  void aClosedArrayRefusesUseAndNamesTheLine() {
    Array array = Array.ofFloats(Shape.of(2), 1, 2);
    Caller.run(array::close);
    Caller.run(array::close);
    assertThat(array.isClosed()).isTrue();
    assertThat(array.type()).isEqualTo(TensorType.of(DType.F32, 2));
    assertThatThrownBy(array::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("[copyTo] the array F32[2] was closed at " + Caller.LINE);
    assertThatThrownBy(() -> array.write(new float[2]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("[write] the array F32[2] was closed at " + Caller.LINE);
    assertThat(array.toString()).startsWith("Array F32[2] (was closed at " + Caller.LINE);
  }

  @Test
  void anUnreachableArrayGivesItsMemoryBack() throws InterruptedException {
    long before = Memory.stats().inUse();
    for (int i = 0; i < 64; i++) {
      Array.zeros(TensorType.of(DType.F32, 1 << 16));
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (Memory.stats().inUse() > before && System.nanoTime() < until) {
      System.gc();
      Thread.sleep(5);
    }
    assertThat(Memory.stats().inUse()).isLessThanOrEqualTo(before);
  }

  @Test
  void concurrentReadersAndWritersSeeWholeStates() throws InterruptedException {
    int size = 4_096;
    Array array = Array.zeros(TensorType.of(DType.I32, size));
    CountDownLatch done = new CountDownLatch(1);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  int[] values = new int[size];
                  for (int round = 1; round <= 2_000; round++) {
                    Arrays.fill(values, round);
                    array.write(values);
                  }
                  done.countDown();
                });
    int[] seen = new int[size];
    while (done.getCount() > 0) {
      array.copyTo(seen);
      int first = seen[0];
      assertThat(seen).containsOnly(first);
    }
    writer.join();
    assertThat(array.toInts()).containsOnly(2_000);
  }
}
