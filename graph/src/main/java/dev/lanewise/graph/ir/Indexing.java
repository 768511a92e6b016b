package dev.lanewise.graph.ir;

/** Operations that read or write windows at positions given by another operand. */
public sealed interface Indexing extends Op {

  /** What a window that does not lie inside the operand means. */
  enum OutOfBounds {
    /** An {@link IndexOutOfBoundsException} when the graph runs. */
    ERROR,
    /** The window is moved the least distance that brings it inside. */
    CLIP,
    /** A gathered window is all zeros; a scattered one is left out. */
    DROP
  }

  /**
   * How windows map to axes, as in XLA's Gather with the index vector in the last axis of the
   * indices.
   *
   * @param offsetAxes the axes of the result (or of the updates) that run over a window
   * @param collapsedAxes the operand's axes of window extent 1 that are left out of the result
   * @param operandBatchAxes the operand's axes of window extent 1 aligned with axes of the indices
   * @param indicesBatchAxes the axes of the indices they are aligned with, pairwise
   * @param startIndexMap the operand's axis that each component of an index vector addresses
   */
  record WindowMap(
      Ints offsetAxes,
      Ints collapsedAxes,
      Ints operandBatchAxes,
      Ints indicesBatchAxes,
      Ints startIndexMap) {}

  /** Operands (x, indices): windows of x at the starts that the indices give. */
  record Gather(WindowMap map, Ints windowSizes, OutOfBounds outOfBounds) implements Indexing {
    @Override
    public String mnemonic() {
      return "gather";
    }
  }

  /**
   * Operands (x, indices, updates): x with every window of the updates added where a {@link Gather}
   * with the same attributes would read it. Windows may overlap; they are added in the row-major
   * order of the indices.
   */
  record ScatterAdd(WindowMap map, Ints windowSizes, OutOfBounds outOfBounds) implements Indexing {
    @Override
    public String mnemonic() {
      return "scatterAdd";
    }
  }
}
