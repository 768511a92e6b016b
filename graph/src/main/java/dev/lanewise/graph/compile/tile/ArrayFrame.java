package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.ir.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arrays of one call of an {@link ArrayTileKernel}, and where its operands lie. */
final class ArrayFrame {
  private final Object[] arrays;
  private final @Nullable MemorySegment[] segments;
  private final long[] addresses;
  private @Nullable MemorySegment scratch;
  private long room;

  ArrayFrame(ArrayTileProgram program) {
    this.arrays =
        program.registers().stream()
            .map(register -> allocate(register.dtype(), register.length()))
            .toArray();
    this.segments = new MemorySegment[program.operands()];
    this.addresses = new long[program.operands()];
  }

  private static Object allocate(DType dtype, int length) {
    return switch (dtype) {
      case F32 -> new float[length];
      case F64 -> new double[length];
      case BF16 -> new short[length];
      case I32 -> new int[length];
      case I64 -> new long[length];
      case BOOL -> new byte[length];
    };
  }

  /**
   * Finds the operands of the first row.
   *
   * @param operands where each lies
   * @param at byte offset of each one's first element
   * @param room the number of elements that row buffers have room for
   */
  void open(MemorySegment[] operands, long[] at, MemorySegment scratch, long room) {
    System.arraycopy(operands, 0, segments, 0, segments.length);
    System.arraycopy(at, 0, addresses, 0, addresses.length);
    this.scratch = scratch;
    this.room = room;
  }

  /**
   * Moves on to the next row.
   *
   * @param step bytes from one row to the next of each operand
   */
  void nextRow(long[] step) {
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] += step[i];
    }
  }

  /** Forgets the segments, so that the frame does not keep their memory. */
  void close() {
    Arrays.fill(segments, null);
    scratch = null;
  }

  Object array(int register) {
    return arrays[register];
  }

  MemorySegment segment(int operand) {
    return open(segments[operand]);
  }

  /** The byte offset of an operand's first element in the row. */
  long address(int operand) {
    return addresses[operand];
  }

  MemorySegment scratch() {
    return open(scratch);
  }

  /** The number of elements that row buffers have room for. */
  long room() {
    return room;
  }

  private static MemorySegment open(@Nullable MemorySegment segment) {
    if (segment == null) {
      throw new IllegalStateException("[tile] a step outside a call");
    }
    return segment;
  }
}
