package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.RowFold;
import dev.lanewise.kernels.TernaryKernel;
import dev.lanewise.kernels.UnaryKernel;
import java.util.List;

/**
 * One call of a kernel on the elements of a tile.
 *
 * @param opcode what is called
 * @param kernel a {@link UnaryKernel}, {@link BinaryKernel}, {@link TernaryKernel} or {@link
 *     RowFold}; for the other opcodes the {@link DType} of what is moved
 * @param lanes the number of elements is rounded up to a multiple of this where the result has room
 *     for it, so that kernels see whole vectors
 * @param in what is read
 * @param out what is written
 */
record Instruction(Opcode opcode, Object kernel, int lanes, List<Place> in, Place out) {
  /** What an instruction calls. */
  enum Opcode {
    /** A {@link UnaryKernel}. */
    UNARY,
    /** A {@link BinaryKernel}. */
    BINARY,
    /** A {@link TernaryKernel}. */
    TERNARY,
    /** Moves elements as they are. */
    COPY,
    /** Repeats one element. */
    FILL,
    /** {@link RowFold#start}. */
    START,
    /** {@link RowFold#add}. */
    ADD,
    /** {@link RowFold#finish}. */
    FINISH
  }

  /** Repeats an element. */
  static Instruction fill(DType dtype, Place from, Place to) {
    return new Instruction(Opcode.FILL, dtype, 1, List.of(from), to);
  }

  /** Moves elements; whatever is true is written as 1. */
  static Instruction copy(DType dtype, Place from, Place to) {
    if (dtype == DType.BOOL && from.operand() != Place.SCRATCH) {
      Object truth = Elementwise.convert(KernelNames.of(dtype), KernelNames.of(dtype));
      return new Instruction(Opcode.UNARY, truth, 1, List.of(from), to);
    }
    return new Instruction(Opcode.COPY, dtype, 1, List.of(from), to);
  }

  static Instruction start(RowFold fold, Place accumulators) {
    return new Instruction(Opcode.START, fold, 1, List.of(), accumulators);
  }

  static Instruction add(RowFold fold, Place from, Place accumulators) {
    return new Instruction(Opcode.ADD, fold, 1, List.of(from), accumulators);
  }

  static Instruction finish(RowFold fold, Place accumulators, Place to) {
    return new Instruction(Opcode.FINISH, fold, 1, List.of(accumulators), to);
  }
}
