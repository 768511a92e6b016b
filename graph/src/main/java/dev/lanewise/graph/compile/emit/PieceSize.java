package dev.lanewise.graph.compile.emit;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneOperation;

/**
 * How much code some instructions are, in the terms in which the just-in-time compilers have
 * limits: C1 runs out of virtual registers on methods with many accesses of memory or much code
 * (3,306 bytes with 24 accesses of vectors, half of them of masks), and a method that it fails on
 * never gets to C2; C2 stops inlining, and then boxes, in methods of too many calls or bytes.
 *
 * @param memory vectors read and written
 * @param calls calls of the Vector API
 * @param bytes length of the code
 */
record PieceSize(int memory, int calls, int bytes) {
  private static final int MOST_MEMORY = 20;
  private static final int MOST_CALLS = 150;
  private static final int MOST_BYTES = 2_400;

  private static final int LOAD_BYTES = 36;
  private static final int STORE_BYTES = 20;

  /** Between a mask and its bytes. */
  private static final int MASK_BYTES = 60;

  static final PieceSize NONE = new PieceSize(0, 0, 0);

  /** Reading or writing some vectors of numbers. */
  static PieceSize accesses(int count) {
    return new PieceSize(count, count, count * LOAD_BYTES);
  }

  /** Reading or writing a vector. */
  static PieceSize access(ElementType type) {
    return type == ElementType.BOOL
        ? new PieceSize(1, 4, LOAD_BYTES + MASK_BYTES)
        : new PieceSize(1, 1, LOAD_BYTES);
  }

  /** Reading an accumulator, combining a vector into it, and writing it. */
  static PieceSize combination(ElementType type) {
    return access(type).plus(access(type)).plus(new PieceSize(0, 1, 10));
  }

  /** An operation on vectors in registers. */
  static PieceSize of(LaneOperation operation) {
    return switch (operation) {
      // Masks are cast to the vectors that they are used with.
      case LaneOperation.Inlined inlined ->
          new PieceSize(0, inlined.vectorCalls(), inlined.codeBytes() + 4);
      case LaneOperation.Called called ->
          new PieceSize(called.operands().size() + 1, 4, 30)
              .plus(new PieceSize(0, 0, called.operands().size() * STORE_BYTES + LOAD_BYTES));
    };
  }

  PieceSize plus(PieceSize other) {
    return new PieceSize(memory + other.memory, calls + other.calls, bytes + other.bytes);
  }

  /** Whether a method may be so much code for each of some vectors. */
  boolean fits(int vectors) {
    return memory * vectors <= MOST_MEMORY
        && calls * vectors <= MOST_CALLS
        && bytes * vectors <= MOST_BYTES;
  }
}
