package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import java.util.List;

/** The element type of operations on operands of different ones. */
final class Promotion {
  /** Each type, and those that it gives way to. */
  private static final List<DType> ORDER =
      List.of(DType.BOOL, DType.I32, DType.I64, DType.BF16, DType.F32, DType.F64);

  private Promotion() {}

  static DType of(DType first, DType second) {
    return ORDER.get(Math.max(ORDER.indexOf(first), ORDER.indexOf(second)));
  }

  static DType of(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::dtype).reduce(DType.BOOL, Promotion::of);
  }
}
