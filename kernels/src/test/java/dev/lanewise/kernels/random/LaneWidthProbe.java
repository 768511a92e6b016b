package dev.lanewise.kernels.random;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Forms;
import dev.lanewise.kernels.Random;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;
import jdk.incubator.vector.IntVector;

/** Prints the width of vectors and a checksum of every kind of stream, computed with vectors. */
final class LaneWidthProbe {
  private static final int N = 3001;
  private static final long KEY = 0x1234_5678_9abc_def0L;

  private LaneWidthProbe() {}

  public static void main(String[] arguments) {
    Forms.VECTOR.fix();
    System.out.println(IntVector.SPECIES_PREFERRED.vectorBitSize() + " " + checksums());
  }

  static String checksums() {
    StringBuilder sums = new StringBuilder();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(8L * N, 8);
      Random.bits32(1, 2, out, 0, (1L << 32) - 100, N);
      sums.append(checksum(out));
      Random.bits64(1, 2, out, 0, (1L << 32) - 100, N);
      sums.append(checksum(out));
      for (ElementType type : new ElementType[] {ElementType.F32, ElementType.F64}) {
        Distribution.UNIFORM.fill(type, KEY, out, 0, 5, N);
        sums.append(checksum(out));
        Distribution.NORMAL.fill(type, KEY, out, 0, 5, N);
        sums.append(checksum(out));
      }
    }
    return sums.toString();
  }

  private static String checksum(MemorySegment memory) {
    CRC32C sum = new CRC32C();
    sum.update(memory.asByteBuffer());
    return Long.toHexString(sum.getValue()) + ",";
  }
}
