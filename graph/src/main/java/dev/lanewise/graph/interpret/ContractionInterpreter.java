package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;

/**
 * The general product. Pairs are added in the row-major order of the contracted axes as they are
 * listed, so that naming the same pairs of axes in the same order gives the same bits.
 */
final class ContractionInterpreter {
  private ContractionInterpreter() {}

  static Literal apply(DotGeneral op, Literal left, Literal right, TensorType type) {
    Shape leftShape = left.type().shape();
    Shape rightShape = right.type().shape();
    Ints leftFree = op.leftContract().concat(op.leftBatch()).complement(leftShape.rank());
    Ints rightFree = op.rightContract().concat(op.rightBatch()).complement(rightShape.rank());
    Shape inner = leftShape.select(op.leftContract());
    int batch = op.leftBatch().size();
    int firstRight = batch + leftFree.size();
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      int[] at = RowMajor.coordinates(type.shape(), i);
      int[] leftAt = new int[leftShape.rank()];
      int[] rightAt = new int[rightShape.rank()];
      int[] aligned = RowMajor.select(at, Ints.range(0, batch));
      RowMajor.place(leftAt, op.leftBatch(), aligned);
      RowMajor.place(rightAt, op.rightBatch(), aligned);
      RowMajor.place(leftAt, leftFree, RowMajor.select(at, Ints.range(batch, firstRight)));
      RowMajor.place(rightAt, rightFree, RowMajor.select(at, Ints.range(firstRight, at.length)));
      double realSum = 0;
      long integerSum = 0;
      for (int k = 0; k < inner.size(); k++) {
        int[] pair = RowMajor.coordinates(inner, k);
        RowMajor.place(leftAt, op.leftContract(), pair);
        RowMajor.place(rightAt, op.rightContract(), pair);
        int l = RowMajor.index(leftShape, leftAt);
        int r = RowMajor.index(rightShape, rightAt);
        if (type.dtype().isFloating()) {
          realSum += left.real(l) * right.real(r);
        } else {
          integerSum += left.integer(l) * right.integer(r);
        }
      }
      if (type.dtype().isFloating()) {
        out.set(i, realSum);
      } else {
        out.set(i, integerSum);
      }
    }
    return out.toLiteral();
  }
}
