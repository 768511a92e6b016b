package dev.lanewise.graph.compile.emit;

import dev.lanewise.kernels.ElementType;

/** Where a vector lies in memory, as a method of a generated kernel addresses it. */
sealed interface Place {
  /** In the row of an operand: inputs first, then outputs. */
  record Operand(int index) implements Place {}

  /** At a fixed offset in scratch: the same vector for a whole row. */
  record Slot(long at) implements Place {}

  /** Passed from one piece of a walk to another, where, is chosen when all are known. */
  record Spill(int value) implements Place {}

  /** Passed from one piece of a walk to another: a vector for each that a call computes. */
  record Passed(long at) implements Place {}

  /**
   * In the row buffer of a value.
   *
   * @param index which buffer, in the order of the schedule's kept values
   */
  record Buffer(int index) implements Place {}

  /**
   * One of the accumulators of a fold, in turn.
   *
   * @param at offset of the first in scratch
   * @param type the element type
   */
  record Accumulator(long at, ElementType type) implements Place {}

  /** Whether the place moves with the vector's place in the row. */
  default boolean walks() {
    return switch (this) {
      case Operand _, Buffer _ -> true;
      case Slot _, Spill _, Passed _, Accumulator _ -> false;
    };
  }
}
