package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.OpException;
import java.util.Arrays;
import java.util.List;

/** Makes the errors of operations, which all name the operation, the types and the user's line. */
final class Errors {
  private Errors() {}

  static OpException op(String op, String detail, Tensor... operands) {
    return op(op, detail, Arrays.asList(operands));
  }

  static OpException op(String op, String detail, List<Tensor> operands) {
    return new OpException(
        op, detail, operands.stream().map(Tensor::type).toList(), CallerLine.find());
  }
}
