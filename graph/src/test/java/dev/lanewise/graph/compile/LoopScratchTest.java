package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link LoopScratch}: room for what was asked, lent to one at a time. */
class LoopScratchTest {
  @Test
  void hasRoomForWhatWasAskedWhateverItWasUsedForBefore() {
    for (int operands : new int[] {0, 3, 40, 5, 100}) {
      for (long bytes : new long[] {0, 64, 1 << 20, 100}) {
        LoopScratch scratch = LoopScratch.take(operands, bytes);
        assertThat(scratch.segments).hasSizeGreaterThanOrEqualTo(operands).doesNotContainNull();
        assertThat(scratch.at).hasSizeGreaterThanOrEqualTo(operands);
        assertThat(scratch.step).hasSizeGreaterThanOrEqualTo(operands);
        assertThat(scratch.memory.byteSize()).isGreaterThanOrEqualTo(bytes);
        assertThat(scratch.memory.address() % 64).isZero();
        scratch.giveBack();
      }
    }
  }

  @Test
  void isLentOnceAtATimeEvenWhenThereAreMoreThanSlots() {
    List<LoopScratch> lent = new ArrayList<>();
    for (int i = 0; i < 10 * Runtime.getRuntime().availableProcessors(); i++) {
      lent.add(LoopScratch.take(1, 1));
    }
    assertThat(lent).doesNotHaveDuplicates();
    lent.forEach(LoopScratch::giveBack);
  }

  @Test
  void keepsNoOperandsMemoryReachable() {
    LoopScratch scratch = LoopScratch.take(2, 0);
    scratch.segments[1] = Arena.ofAuto().allocate(8);
    scratch.giveBack();
    assertThat(scratch.segments).containsOnly(MemorySegment.NULL);
  }
}
