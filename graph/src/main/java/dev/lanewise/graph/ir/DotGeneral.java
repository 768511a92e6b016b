package dev.lanewise.graph.ir;

/**
 * The product of two operands, summed over pairs of contracted axes and aligned along pairs of
 * batch axes. The result's axes are the batch axes, then the left operand's other axes, then the
 * right operand's, each in their order. The semantics are those of XLA's DotGeneral.
 */
public record DotGeneral(Ints leftContract, Ints rightContract, Ints leftBatch, Ints rightBatch)
    implements Op {
  /**
   * @throws OpException if the lists of axes do not pair up or name an axis twice
   */
  public DotGeneral {
    if (leftContract.size() != rightContract.size() || leftBatch.size() != rightBatch.size()) {
      throw new OpException(
          "dotGeneral",
          "axes do not pair up: contracting %s with %s, batching %s with %s"
              .formatted(leftContract, rightContract, leftBatch, rightBatch));
    }
    requireDistinct(leftContract.concat(leftBatch));
    requireDistinct(rightContract.concat(rightBatch));
  }

  /** The matrix product of [m, k] and [k, n]. */
  public static DotGeneral matmul() {
    return new DotGeneral(Ints.of(1), Ints.of(0), Ints.of(), Ints.of());
  }

  private static void requireDistinct(Ints axes) {
    if (!axes.areDistinct()) {
      throw new OpException("dotGeneral", "an axis is named twice in " + axes);
    }
  }

  @Override
  public String mnemonic() {
    return "dotGeneral";
  }
}
