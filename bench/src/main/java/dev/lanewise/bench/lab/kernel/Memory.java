package dev.lanewise.bench.lab.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The memory of one problem.
 *
 * @param operands what it was made for
 * @param segments of the operands' bytes, rounded up to a multiple of 64
 */
public record Memory(List<Operand> operands, List<MemorySegment> segments) {
  private static final long ALIGNMENT = 64;

  /** Bytes of fresh random numbers; what is longer repeats them. */
  private static final long FRESH_BYTES = 1L << 20;

  /** Copies the lists. */
  public Memory {
    operands = List.copyOf(operands);
    segments = List.copyOf(segments);
  }

  /**
   * Allocates operands and fills them.
   *
   * @param arena which the memory lives as long as
   * @param seed of the numbers
   */
  public static Memory allocate(Arena arena, List<Operand> operands, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<MemorySegment> segments = new ArrayList<>();
    for (Operand operand : operands) {
      long padded = (operand.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      MemorySegment segment = arena.allocate(padded, ALIGNMENT);
      if (operand.role() == Operand.Role.OUTPUT) {
        segment.fill((byte) 0xff);
      } else {
        fill(operand, segment, random);
      }
      segments.add(segment);
    }
    return new Memory(operands, segments);
  }

  /** The segment of an operand. */
  public MemorySegment get(int operand) {
    return segments.get(operand);
  }

  private static void fill(Operand operand, MemorySegment segment, SplittableRandom random) {
    int width = operand.type().byteWidth();
    long fresh = Math.min(operand.count(), FRESH_BYTES / width);
    for (long i = 0; i < fresh; i++) {
      double value = random.nextDouble(operand.low(), operand.high());
      put(operand, segment, i, value);
    }
    long done = fresh * width;
    while (done > 0 && done < operand.bytes()) {
      long count = Math.min(done, operand.bytes() - done);
      MemorySegment.copy(segment, 0, segment, done, count);
      done += count;
    }
  }

  private static void put(Operand operand, MemorySegment segment, long index, double value) {
    switch (operand.type()) {
      case F32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
      case F64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
      case BF16 ->
          segment.setAtIndex(ValueLayout.JAVA_SHORT, index, (short) operand.type().encode(value));
      case I32 -> segment.setAtIndex(ValueLayout.JAVA_INT, index, (int) Math.floor(value));
      case I64 -> segment.setAtIndex(ValueLayout.JAVA_LONG, index, (long) Math.floor(value));
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, index, (byte) (value >= 0.5 ? 1 : 0));
    }
  }
}
