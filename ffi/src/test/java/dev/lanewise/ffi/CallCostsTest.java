package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class CallCostsTest {
  @Test
  void bothWaysCallTheSameFunction() {
    for (int x : new int[] {0, 5, -5, Integer.MAX_VALUE}) {
      assertThat(CallCosts.abs(x)).isEqualTo(Math.abs(x));
      assertThat(CallCosts.absCritical(x)).isEqualTo(Math.abs(x));
    }
  }

  @Test
  void blocksAreCompared() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(100);
      MemorySegment b = arena.allocate(100);
      b.set(ValueLayout.JAVA_BYTE, 99, (byte) 1);
      assertThat(CallCosts.compare(a, b, 99)).isZero();
      assertThat(CallCosts.compare(a, b, 100)).isNegative();
      assertThat(CallCosts.compareCritical(b, a, 99)).isZero();
      assertThat(CallCosts.compareCritical(b, a, 100)).isPositive();
      MemorySegment heap = MemorySegment.ofArray(new byte[100]);
      assertThat(CallCosts.compareCriticalOnHeap(heap, a, 100)).isZero();
      assertThat(CallCosts.compareCriticalOnHeap(heap, b, 100)).isNegative();
    }
  }

  @Test
  void whatDoesNotFitNeverReachesTheLibrary() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(10);
      MemorySegment b = arena.allocate(9);
      assertThatThrownBy(() -> CallCosts.compare(a, b, 10))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> CallCosts.compareCritical(b, a, 10))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> CallCosts.compareCriticalOnHeap(a, b, -1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      MemorySegment heap = MemorySegment.ofArray(new byte[10]);
      assertThatIllegalArgumentException().isThrownBy(() -> CallCosts.compare(heap, a, 10));
      assertThatIllegalArgumentException().isThrownBy(() -> CallCosts.compareCritical(heap, a, 10));
    }
  }
}
