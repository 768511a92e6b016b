package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * NumPy's rule for shapes: aligned at the last axis, extents of 1 and missing ones are repeated.
 */
final class Broadcasting {
  private Broadcasting() {}

  static Shape shape(String op, List<Tensor> operands) {
    Shape shape = operands.getFirst().shape();
    for (Tensor operand : operands.subList(1, operands.size())) {
      if (!operand.shape().equals(shape)) {
        shape = join(op, shape, operand.shape(), operands);
      }
    }
    return shape;
  }

  /** The common shape of two, for operands that errors will name. */
  static Shape join(String op, Shape first, Shape second, List<Tensor> operands) {
    int[] extents = new int[Math.max(first.rank(), second.rank())];
    for (int i = 1; i <= extents.length; i++) {
      int one = i <= first.rank() ? first.extent(first.rank() - i) : 1;
      int other = i <= second.rank() ? second.extent(second.rank() - i) : 1;
      if (one != other && one != 1 && other != 1) {
        String types =
            operands.stream().map(x -> x.type().toString()).collect(Collectors.joining(" and "));
        throw Errors.op(op, "shapes do not broadcast: " + types, operands);
      }
      extents[extents.length - i] = one == 1 ? other : one;
    }
    return Shape.of(extents);
  }
}
