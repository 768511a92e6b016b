package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link Gemm} refuses, and in which words. */
class GemmChecksTest {
  private final Arena arena = Arena.ofConfined();

  /** Room for 6 elements of F32 or 3 of F64. */
  private final MemorySegment a = arena.allocate(24, 8);

  private final MemorySegment b = arena.allocate(24, 8);
  private final MemorySegment c = arena.allocate(24, 8);

  @AfterEach
  void close() {
    arena.close();
  }

  /** {@code 2 x 1} times {@code 1 x 3}. */
  private static void outer(MemorySegment a, MemorySegment b, MemorySegment c) {
    Gemm.f32(false, false, 2, 3, 1, 1, a, 0, 1, b, 0, 3, 0, c, 0, 3);
  }

  @Test
  void refusesNegativeSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.f32(false, false, 2, -3, 1, 1, a, 0, 1, b, 0, 3, 0, c, 0, 3))
        .withMessage("[gemm] sizes must not be negative, were batch = 1, m = 2, n = -3, k = 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Gemm.f64Batched(
                    false, false, -1, 1, 1, 1, 1, a, 0, 1, 1, b, 0, 1, 1, 0, c, 0, 1, 1))
        .withMessageContaining("batch = -1");
  }

  @Test
  void refusesALeadingDimensionShorterThanARow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.f32(false, false, 1, 1, 784, 1, a, 0, 100, b, 0, 1, 0, c, 0, 1))
        .withMessage("[gemm] lda must be at least 784 (columns of A), was 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.f32(true, false, 2, 3, 1, 1, a, 0, 1, b, 0, 3, 0, c, 0, 3))
        .withMessage("[gemm] lda must be at least 2 (columns of A), was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.f32(false, true, 1, 3, 2, 1, a, 0, 2, b, 0, 1, 0, c, 0, 3))
        .withMessage("[gemm] ldb must be at least 2 (columns of B), was 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gemm.f64(false, false, 1, 3, 1, 1, a, 0, 1, b, 0, 3, 0, c, 0, 2))
        .withMessage("[gemm] ldc must be at least 3 (columns of C), was 2");
  }

  @Test
  void refusesMatricesThatReachOutsideTheirSegments() {
    outer(a, b, c);
    assertThatThrownBy(() -> outer(a, b, c.asSlice(0, 20)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(
            "[gemm] C is 2 x 3 with ldc = 3, batch = 1, strideC = 0 at byte offset 0: outside its"
                + " segment of 20 bytes");
    assertThatThrownBy(() -> outer(a.asSlice(0, 7), b, c))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("[gemm] A is 2 x 1");
    assertThatThrownBy(() -> outer(a, b.asSlice(0, 11), c))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("[gemm] B is 1 x 3");
    assertThatThrownBy(() -> Gemm.f32(false, false, 2, 3, 1, 1, a, -4, 1, b, 0, 3, 0, c, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("at byte offset -4");
    assertThatThrownBy(() -> Gemm.f32(false, false, 2, 3, 1, 1, a, 20, 1, b, 0, 3, 0, c, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Gemm.f32(false, false, 0, 3, 1, 1, a, 25, 1, b, 0, 3, 0, c, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesExtentsThatOverflow() {
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(
            () -> Gemm.f64(false, false, most, 1, most, 1, a, 0, most, b, 0, 1, 0, c, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("[gemm] A is 2147483647 x 2147483647");
    assertThatThrownBy(
            () ->
                Gemm.f64Batched(
                    false,
                    false,
                    most,
                    1,
                    1,
                    1,
                    1,
                    a,
                    0,
                    1,
                    Long.MAX_VALUE,
                    b,
                    0,
                    1,
                    0,
                    0,
                    c,
                    0,
                    1,
                    1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("[gemm] A is 1 x 1");
    assertThatThrownBy(
            () ->
                Gemm.f32Batched(false, false, 7, 1, 1, 1, 1, a, 0, 1, 1, b, 0, 1, 0, 0, c, 0, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesHeapAndReadOnlySegments() {
    MemorySegment heap = MemorySegment.ofArray(new float[6]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outer(heap, b, c))
        .withMessage("[gemm] A must be a native segment, was on the heap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outer(a, heap, c))
        .withMessage("[gemm] B must be a native segment, was on the heap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outer(a, b, heap))
        .withMessage("[gemm] C must be a native segment, was on the heap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outer(a, b, c.asReadOnly()))
        .withMessage("[gemm] C must be writable, was a read-only segment");
    outer(a.asReadOnly(), b.asReadOnly(), c);
  }

  @Test
  void refusesBadStrides() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Gemm.f32Batched(
                    false, false, 2, 1, 1, 1, 1, a, 0, 1, 1, b, 0, 1, -1, 0, c, 0, 1, 1))
        .withMessage("[gemm] strideB must not be negative, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Gemm.f32Batched(false, false, 2, 1, 1, 1, 1, a, 0, 1, 1, b, 0, 1, 1, 0, c, 0, 1, 0))
        .withMessage("[gemm] strideC must be positive for a batch of 2, was 0");
  }

  /** A refusal inside a product must not spoil the next one. */
  @Test
  void worksAfterASegmentWasClosed() {
    MemorySegment closed;
    try (Arena other = Arena.ofConfined()) {
      closed = other.allocate(400 * Float.BYTES, 8);
    }
    MemorySegment large = arena.allocate(400 * Float.BYTES, 8);
    assertThatThrownBy(
            () ->
                Gemm.f32(false, true, 20, 20, 20, 1, large, 0, 20, closed, 0, 20, 0, large, 0, 20))
        .isInstanceOf(IllegalStateException.class);
    a.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 2);
    a.setAtIndex(ValueLayout.JAVA_FLOAT, 1, 3);
    for (int i = 0; i < 3; i++) {
      b.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
    }
    outer(a, b, c);
    assertThat(c.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 2, 4, 0, 3, 6);
  }

  @Test
  void leavesCAloneWhenThereIsNothingToCompute() {
    c.fill((byte) 7);
    Gemm.f32(false, false, 0, 3, 1, 1, a, 0, 1, b, 0, 3, 0, c, 0, 3);
    Gemm.f32(false, false, 2, 0, 1, 1, a, 0, 1, b, 0, 0, 0, c, 0, 0);
    Gemm.f32Batched(false, false, 0, 2, 3, 1, 1, a, 0, 1, 0, b, 0, 3, 0, 0, c, 0, 3, 0);
    assertThat(c.toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
  }
}
