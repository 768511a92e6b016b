package dev.lanewise.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
  @Test
  void offsetsInTheWholeMemoryAreAddresses() {
    MemorySegment whole = NativeMemory.whole().orElseThrow();

    try (Arena arena = Arena.ofConfined()) {
      MemorySegment part = arena.allocate(ValueLayout.JAVA_INT, 2);
      whole.set(ValueLayout.JAVA_INT, part.address() + 4, 42);

      assertThat(part.getAtIndex(ValueLayout.JAVA_INT, 1)).isEqualTo(42);
      assertThat(part.getAtIndex(ValueLayout.JAVA_INT, 0)).isZero();
    }
  }
}
