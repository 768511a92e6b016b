package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ElementwiseValidationTest {
  private static final UnaryKernel EXP = Elementwise.unary(UnaryOperation.EXP, ElementType.F32);
  private static final BinaryKernel ADD = Elementwise.binary(BinaryOperation.ADD, ElementType.F64);

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment in = arena.allocate(400);
  private final MemorySegment out = arena.allocate(400);

  @AfterEach
  void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  @Test
  void rangesMustLieInsideTheirSegments() {
    assertThatThrownBy(() -> EXP.apply(in, 0, out, 0, 101))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("[exp]")
        .hasMessageContaining("101 elements of F32")
        .hasMessageContaining("400 bytes");
    assertThatThrownBy(() -> EXP.apply(in, 4, out, 0, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> EXP.apply(in, 0, out, 1, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> EXP.apply(in, -4, out, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> EXP.apply(in, 404, out, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void countsThatOverflowAreRefused() {
    assertThatThrownBy(() -> EXP.apply(in, 0, out, 0, (1L << 62) + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> EXP.apply(in, Long.MAX_VALUE, out, 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> EXP.apply(in, 0, out, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[exp]")
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> Elementwise.fill(ElementType.F64, 0, out, 0, Long.MAX_VALUE / 8 + 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void heapSegmentsAreRefused() {
    MemorySegment heap = MemorySegment.ofArray(new float[100]);
    assertThatThrownBy(() -> EXP.apply(heap, 0, out, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[exp] operand must be a native segment, got a heap segment");
    assertThatThrownBy(() -> EXP.apply(in, 0, heap, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out must be a native segment");
  }

  @Test
  void outMustBeWritable() {
    assertThatThrownBy(() -> EXP.apply(in, 0, out.asReadOnly(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[exp] out is a read-only segment");
    assertThatThrownBy(() -> Elementwise.iota(ElementType.I32, 0, out.asReadOnly(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void overlapInPartIsRefused() {
    assertThatThrownBy(() -> EXP.apply(in, 0, in, 4, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[exp] operand")
        .hasMessageContaining("overlaps part of out");
    assertThatThrownBy(() -> ADD.apply(in, 0, 0, out, 0, 1, in, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[add] a");
    UnaryKernel narrow = Elementwise.convert(ElementType.F64, ElementType.F32);
    assertThatThrownBy(() -> narrow.apply(in, 0, in, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[convert]");
  }

  @Test
  void stridesAreZeroOrOne() {
    assertThatThrownBy(() -> ADD.apply(in, 0, 2, in, 0, 1, out, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[add] the stride of a must be 0")
        .hasMessageContaining("got 2");
    TernaryKernel select = Elementwise.select(ElementType.F32);
    assertThatThrownBy(() -> select.apply(in, 0, 1, in, 0, 1, in, 0, -1, out, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[select] the stride of c");
  }

  @Test
  void closedSegmentsAreRefused() {
    arena.close();
    assertThatThrownBy(() -> EXP.apply(in, 0, out, 0, 100))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void unsupportedCombinationsNameOperationAndType() {
    assertThatThrownBy(() -> Elementwise.unary(UnaryOperation.ERF_INV, ElementType.I32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[erfInv] does not support I32");
    assertThatThrownBy(
            () -> Elementwise.binary(BinaryOperation.SHIFT_RIGHT_LOGICAL, ElementType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[shiftRightLogical] does not support F32");
    assertThatThrownBy(() -> Elementwise.compare(Comparison.LT, ElementType.BF16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[lt] does not support BF16");
    assertThatThrownBy(() -> Elementwise.clamp(ElementType.BOOL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[clamp] does not support BOOL");
    assertThatThrownBy(() -> Elementwise.polygamma(-1, ElementType.F64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[polygamma]");
    assertThatThrownBy(() -> Elementwise.polygamma(1, ElementType.I64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[polygamma] does not support I64");
    assertThatThrownBy(() -> Elementwise.iota(ElementType.BOOL, 0, out, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[iota] does not support BOOL");
  }
}
