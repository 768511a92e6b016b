package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;

/**
 * The transposes of a product in either operand, products themselves. The operands are put in the
 * order that gives a matrix product's gradients without moving anything: {@code ct B^T} and {@code
 * A^T ct}.
 */
final class DotTranspose {
  private DotTranspose() {}

  /** The cotangent of the left operand. */
  static Value left(GraphBuilder b, DotGeneral op, TensorType left, Value right, Value ct) {
    int batch = op.leftBatch().size();
    Ints leftFree = op.leftContract().concat(op.leftBatch()).complement(left.rank());
    Ints rightFree = op.rightContract().concat(op.rightBatch()).complement(right.shape().rank());
    int rightStart = batch + leftFree.size();
    DotGeneral product =
        new DotGeneral(
            Ints.range(rightStart, rightStart + rightFree.size()),
            rightFree,
            Ints.range(0, batch),
            op.rightBatch());
    // The result's axes: batch, the left operand's free ones, then the contracted ones in the order
    // in which they lie in the right operand.
    Ints axes =
        op.leftBatch().concat(leftFree).concat(sortedBy(op.leftContract(), op.rightContract()));
    return b.transpose(b.add(product, ct, right), axes.inverse());
  }

  /** The cotangent of the right operand. */
  static Value right(GraphBuilder b, DotGeneral op, Value left, TensorType right, Value ct) {
    int batch = op.leftBatch().size();
    Ints leftFree = op.leftContract().concat(op.leftBatch()).complement(left.shape().rank());
    Ints rightFree = op.rightContract().concat(op.rightBatch()).complement(right.rank());
    DotGeneral product =
        new DotGeneral(
            leftFree,
            Ints.range(batch, batch + leftFree.size()),
            op.leftBatch(),
            Ints.range(0, batch));
    Ints axes =
        op.rightBatch().concat(sortedBy(op.rightContract(), op.leftContract())).concat(rightFree);
    return b.transpose(b.add(product, left, ct), axes.inverse());
  }

  /** The axes reordered so that the keys paired with them ascend. */
  private static Ints sortedBy(Ints axes, Ints keys) {
    int[] sorted = keys.sorted().toArray();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = axes.get(keys.indexOf(sorted[i]));
    }
    return Ints.of(sorted);
  }
}
